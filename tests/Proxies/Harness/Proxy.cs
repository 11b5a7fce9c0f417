using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SocketIO.Tests;

namespace SocketIO.Proxies;

/// <summary>A proxy in front of two nodes, configured as the guide says, with a folder of its own.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Nodes _nodes;
    private readonly Process _process;
    private readonly List<string> _output = [];

    private Proxy(string folder, Nodes nodes, ProcessStartInfo start, int port)
    {
        _nodes = nodes;
        _folder = folder;
        Address = new Uri($"http://127.0.0.1:{port}/");
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public Uri Address { get; }

    /// <param name="name">Which proxy.</param>
    /// <param name="edit">Changes the documented configuration.</param>
    public static async Task<Proxy> StartAsync(string name, Nodes nodes, Func<string, string>? edit = null)
    {
        var kind = ProxyKind.Of(name);
        var port = FreePort();
        var folder = Directory.CreateTempSubdirectory($"{name}-").FullName;

        // Programs that root starts go on as users who must get in here.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        var documented = Replace(kind.Documented, "10.0.0.11:3000", $"127.0.0.1:{nodes.A.Port}");
        documented = Replace(documented, "10.0.0.12:3000", $"127.0.0.1:{nodes.B.Port}");
        documented = Replace(documented, kind.Listens.Documented, kind.Listens.Here.Replace("PORT", $"{port}", StringComparison.Ordinal));

        var file = Path.Combine(folder, kind.File);
        await File.WriteAllTextAsync(file, kind.Surround(folder, port, edit?.Invoke(documented) ?? documented));

        var proxy = new Proxy(folder, nodes, kind.Start(folder, file), port);

        try
        {
            await proxy.ListenAsync(name);
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }

        return proxy;
    }

    /// <summary>Replaces a text that must be there: a configuration that was not changed would prove nothing.</summary>
    public static string Replace(string configuration, string documented, string here)
    {
        Assert.Contains(documented, configuration, StringComparison.Ordinal);
        return configuration.Replace(documented, here, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // Apache waits for polls that have no answer yet.
            await _nodes.A.HangUpAsync();
            await _nodes.B.HangUpAsync();

            // It would leave semaphores behind if it were killed.
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();

            try
            {
                await Wait.For("the proxy to end", _process.WaitForExitAsync());
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
                throw;
            }
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ListenAsync(string name)
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Wait.Until($"{name} listens", () => _process.HasExited || Listens(Address.Port), Output);
        Assert.False(_process.HasExited, $"{name} has ended: {Output()}");
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.Add(line ?? "");
        }
    }

    private string Output()
    {
        var log = Path.Combine(_folder, "error.log");

        lock (_output)
        {
            return string.Join('\n', _output) + (File.Exists(log) ? File.ReadAllText(log) : "");
        }
    }

    private static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
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
