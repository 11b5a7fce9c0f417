using System.Diagnostics;
using System.Net.Http.Json;

namespace SocketIO.ClusterFaults;

/// <summary>The process of one server.</summary>
internal sealed class NodeHandle(string name, string address, int port, string[] arguments, string? networkNamespace, string drainTime) : IAsyncDisposable
{
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private Process? _process;
    private int _generation;

    /// <summary>Gets the name under which it numbers what it sends: another one after each start.</summary>
    public string Sender => $"{name}.{_generation}";

    public string Name => name;

    public int Port => port;

    public string Address => address;

    public async Task StartAsync()
    {
        _generation++;
        var self = Environment.ProcessPath!;
        var start = new ProcessStartInfo(networkNamespace is null ? self : "ip");
        string[] prefix = networkNamespace is null ? [] : ["netns", "exec", networkNamespace, self];

        foreach (var argument in (string[])[.. prefix, "node", arguments[0], arguments[1], arguments[2], $"{port}", Sender, arguments[3], address, .. arguments[4..]])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["SocketIO__DrainTime"] = drainTime;
        start.Environment["HostOptions__ShutdownTimeout"] = "00:01:00";
        _process = Process.Start(start)!;
        var clock = Stopwatch.StartNew();

        while (await StatsAsync() is null)
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(30))
            {
                throw new TimeoutException($"{name} does not answer.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    public async Task<NodeStats?> StatsAsync()
    {
        try
        {
            return await s_http.GetFromJsonAsync<NodeStats>($"http://{address}:{port}/stats");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    public Task PauseAsync() => s_http.PostAsync($"http://{address}:{port}/pause", null);

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops it as an orchestrator does.</summary>
    public async Task TerminateAsync()
    {
        Process.Start("kill", ["-TERM", $"{_process!.Id}"]).Dispose();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
    }
}
