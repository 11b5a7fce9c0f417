using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SocketIO.Tests;

/// <summary>
/// A real Redis as a process of its own, on a port that stays the same when it is started again. It forgets everything when it stops, unless it writes a log.
/// </summary>
/// <param name="port">The port; a free one by default.</param>
/// <param name="directory">Where the log is kept; a temporary folder by default, which is deleted in the end.</param>
/// <param name="appendOnly">Whether to keep what is written, in a log that is flushed with every command.</param>
internal sealed class RedisServer(int? port = null, string? directory = null, bool appendOnly = false) : IAsyncDisposable
{
    private readonly string _directory = directory ?? Directory.CreateTempSubdirectory("socketio-redis-").FullName;
    private readonly List<string> _output = [];
    private Process? _process;

    public int Port { get; } = port ?? FreePort();

    /// <summary>Gets the address as StackExchange.Redis has it.</summary>
    public string Configuration => $"127.0.0.1:{Port}";

    /// <summary>Gets the address as npm packages have it.</summary>
    public string Url => $"redis://127.0.0.1:{Port}";

    public static async Task<RedisServer> StartNewAsync(bool appendOnly = false)
    {
        var server = new RedisServer(appendOnly: appendOnly);
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        var process = new Process
        {
            StartInfo = new("redis-server",
            [
                "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _directory, "--save", string.Empty,
                "--appendonly", appendOnly ? "yes" : "no", "--appendfsync", "always",
            ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };

        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;

        await Wait.Until("Redis answers", () => process.HasExited || Answers(), Output);
        Assert.False(process.HasExited, $"Redis ended: {Output()}");
    }

    /// <summary>Ends it in order, as an administrator does.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            Signal(process, "TERM");
            await Wait.For("Redis to stop", process.WaitForExitAsync());
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>Ends it without a word, as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Makes it fall silent: its connections stay open, and nobody answers.</summary>
    public void Freeze() => Signal(_process!, "STOP");

    /// <summary>Lets it go on.</summary>
    public void Thaw() => Signal(_process!, "CONT");

    /// <summary>Sends a command, and returns the first line of the answer.</summary>
    public string Execute(params string[] command)
    {
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, Port);
        client.ReceiveTimeout = (int)Wait.Limit.TotalMilliseconds;
        using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n" };
        writer.WriteLine($"*{command.Length}");

        foreach (var word in command)
        {
            writer.WriteLine($"${System.Text.Encoding.UTF8.GetByteCount(word)}");
            writer.WriteLine(word);
        }

        writer.Flush();
        using var reader = new StreamReader(client.GetStream());
        return reader.ReadLine() ?? string.Empty;
    }

    public string Output()
    {
        lock (_output)
        {
            return string.Join('\n', _output);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();

        if (directory is null)
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]) ?? throw new Win32Exception();
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.Add(line ?? string.Empty);
        }
    }

    private bool Answers()
    {
        try
        {
            return Execute("PING") == "+PONG";
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
