using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SocketIO.Tests;

/// <summary>The cluster sample as its run.sh starts it, on free ports and with a folder of its own for what is temporary.</summary>
internal sealed class ClusterServers : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cluster-sample-").FullName;
    private readonly List<string> _output = [];
    private readonly Process _process;

    public ClusterServers(int? port = null)
    {
        Ports = FreePorts(5);
        Ports[0] = port ?? Ports[0];

        _process = new Process
        {
            StartInfo = new(Checkout.PathTo("samples", "Cluster", "run.sh"))
            {
                Environment =
                {
                    ["PORT"] = $"{Ports[0]}",
                    ["PORTS"] = string.Join(' ', Ports[1..]),
                    ["BUILT"] = Checkout.Configuration,
                    ["TMPDIR"] = _folder,
                },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };

        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>Gets the page's port, those of the nodes a, b and c, and that of Redis.</summary>
    public int[] Ports { get; }

    public Uri Address => new($"http://localhost:{Ports[0]}/");

    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>Gets what is left of what was temporary.</summary>
    public IReadOnlyList<string> Leftovers => Directory.GetFileSystemEntries(_folder);

    public void Start()
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task<int> EndAsync()
    {
        await Wait.For("run.sh to end", _process.WaitForExitAsync());
        return _process.ExitCode;
    }

    public Task SaysAsync(string text)
        => Wait.Until($"run.sh says '{text}'", () => Output.Contains(text, StringComparison.Ordinal) || _process.HasExited, () => Output, TimeSpan.FromSeconds(60));

    /// <summary>Stops it, and so everything that it has started.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        return await EndAsync();
    }

    public static bool Listens(int port)
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

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                await StopAsync();
            }
        }
        finally
        {
            _process.Kill(entireProcessTree: true);
            _process.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static int[] FreePorts(int count)
    {
        // All at once, so that none is given twice.
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToArray();

        foreach (var listener in listeners)
        {
            listener.Start();
        }

        var ports = listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();

        foreach (var listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.Add(line ?? string.Empty);
        }
    }
}
