using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SocketIO.Tests;

namespace SocketIO.ClusterLoad;

/// <summary>Three servers of one kind, in processes of their own.</summary>
internal sealed class Cluster : IDisposable
{
    private readonly List<Process> _processes = [];

    public List<int> Ports { get; } = [];

    /// <summary>Gets how much processor time the servers have used, in seconds.</summary>
    public double CpuSeconds
    {
        get
        {
            _processes.ForEach(static process => process.Refresh());
            return _processes.Sum(static process => process.TotalProcessorTime.TotalSeconds);
        }
    }

    public static async Task<Cluster> StartAsync(string peer, string adapter, string broker, string url)
    {
        var cluster = new Cluster();

        for (var i = 0; i < 3; i++)
        {
            var port = FreePort();

            var start = peer == "ours"
                ? new ProcessStartInfo(Environment.ProcessPath!, ["node", adapter, broker, $"{port}"])
                : new ProcessStartInfo("node", [Checkout.PathTo("tests", "node", "cluster", "load-server.mjs"), adapter, url, $"{port}"]);

            cluster._processes.Add(Process.Start(start)!);
            cluster.Ports.Add(port);
        }

        foreach (var port in cluster.Ports)
        {
            await cluster.UntilItListensAsync(port);
        }

        return cluster;
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    private async Task UntilItListensAsync(int port)
    {
        var clock = Stopwatch.StartNew();

        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (clock.Elapsed < TimeSpan.FromSeconds(20))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
