using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SocketIO.Tests;

/// <summary>A PostgreSQL server of one's own, on a port that stays the same when it is started again. Its data are in a temporary folder.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string User = "postgres";

    private static readonly string Programs = FindPrograms();

    // PostgreSQL refuses to run as root.
    private static readonly string[] AsUser = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups"] : [];

    private readonly int _port = FreePort();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"socketio-postgres-{Guid.NewGuid():N}");
    private readonly List<string> _output = [];
    private Process? _process;
    private int _databases;

    /// <summary>Gets the connection string of the database that is always there.</summary>
    public string ConnectionString => ConnectionStringOf(User);

    /// <summary>Gets where the server listens: <c>127.0.0.1:port</c>.</summary>
    public IPEndPoint Address => new(IPAddress.Loopback, _port);

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder);

        if (AsUser.Length > 0)
        {
            await RunAsync("chown", User, _folder);
        }

        var data = Path.Combine(_folder, "data");
        await RunAsync([.. AsUser, Path.Combine(Programs, "initdb"), "-D", data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        await StartAsync();
    }

    /// <summary>Starts it again after it was stopped or killed.</summary>
    public async Task StartAsync()
    {
        Assert.Null(_process);

        string[] command =
        [
            .. AsUser, Path.Combine(Programs, "postgres"), "-D", Path.Combine(_folder, "data"), "-p", _port.ToString(CultureInfo.InvariantCulture),
            "-h", "127.0.0.1", "-k", string.Empty, "-F", "-c", "shared_buffers=32MB", "-c", "max_connections=200", "-c", "full_page_writes=off",
        ];

        var process = new Process { StartInfo = Describe(command) };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;

        await Wait.Until("PostgreSQL takes connections", () => process.HasExited || IsReady(process.Id), Output, TimeSpan.FromSeconds(60));
        Assert.False(process.HasExited, $"PostgreSQL ended: {Output()}");
    }

    /// <summary>Shuts it down in good order: connections are told.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await RunAsync("kill", "-INT", process.Id.ToString(CultureInfo.InvariantCulture));
            await Wait.For("PostgreSQL to shut down", process.WaitForExitAsync(), TimeSpan.FromSeconds(60));
            process.Dispose();
        }
    }

    /// <summary>Ends it without a word, as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Makes an empty database. What is notified in one is not heard in others.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return ConnectionStringOf(name);
    }

    /// <summary>Runs SQL in a process of its own.</summary>
    /// <param name="sql">One or more statements.</param>
    /// <param name="connectionString">The database.</param>
    /// <returns>The rows as text, without names and frames.</returns>
    public Task<string> ExecuteAsync(string sql, string? connectionString = null)
        => RunAsync(Path.Combine(Programs, "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, UrlOf(connectionString ?? ConnectionString));

    /// <summary>Says the same as a connection string in the form that is not .NET's.</summary>
    public static string UrlOf(string connectionString)
    {
        var parts = connectionString.Split(';').Select(static part => part.Split('=')).ToDictionary(static part => part[0], static part => part[1]);
        return $"postgres://{parts["Username"]}@{parts["Host"]}:{parts["Port"]}/{parts["Database"]}";
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string ConnectionStringOf(string database) => $"Host=127.0.0.1;Port={_port};Username={User};Database={database}";

    // Line 8 of the file that a running server leaves in its folder.
    private bool IsReady(int process)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(_folder, "data", "postmaster.pid"));
            return lines.Length > 7 && lines[0] == process.ToString(CultureInfo.InvariantCulture) && lines[7].Trim() == "ready";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string Output()
    {
        lock (_output)
        {
            return string.Join('\n', _output);
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.Add(line ?? string.Empty);
        }
    }

    private static async Task<string> RunAsync(params string[] command)
    {
        using var process = new Process { StartInfo = Describe(command) };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await Wait.For($"{command[0]} to end", Task.WhenAll(output, errors, process.WaitForExitAsync()), TimeSpan.FromSeconds(120));
        return process.ExitCode == 0 ? (await output).Trim() : throw new InvalidOperationException($"{string.Join(' ', command)}: {await errors}");
    }

    // Its working folder must be one that the other user may enter.
    private static ProcessStartInfo Describe(string[] command) => new(command[0], command[1..])
    {
        WorkingDirectory = "/",
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["LC_ALL"] = "C" },
    };

    private static string FindPrograms()
        => Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(static version => version, StringComparer.Ordinal).Select(static version => Path.Combine(version, "bin")).FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "initdb")))
                ?? throw new DirectoryNotFoundException("PostgreSQL's server is not installed: install the package postgresql.")
            : throw new DirectoryNotFoundException("PostgreSQL is not installed: install the package postgresql.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
