using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>The JavaScript server in a process of its own; what happens in it is reported line by line.</summary>
internal sealed class ReferenceServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private ReferenceServer(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>Gets why the server cannot run here; <see langword="null"/> when it can.</summary>
    public static string? Missing => Modules is null ? "The npm packages are not installed: run 'npm ci' in tests/node." : null;

    public Target Target { get; private set; } = null!;

    private static string? Modules { get; } = FindModules();

    public static async Task<ReferenceServer> StartAsync(string options = "{}")
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Reference", "reference.cjs"));
        start.ArgumentList.Add(options);
        start.Environment["NODE_PATH"] = Modules;
        var server = new ReferenceServer(Process.Start(start)!);
        server.Target = new Target(await Wait.For("the JavaScript server to listen", server._port.Task));
        return server;
    }

    /// <summary>Waits until the server has reported this, as one line of JSON.</summary>
    public Task SaidAsync(string line) => Wait.Until($"the JavaScript server says {line}", () => _lines.Contains(line), () => string.Join(" ", _lines));

    public bool Saw(string start) => _lines.Any(l => l.StartsWith(start, StringComparison.Ordinal));

    public int Count(string line) => _lines.Count(l => l == line);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("{\"port\":", StringComparison.Ordinal))
            {
                using var json = JsonDocument.Parse(line);
                _port.TrySetResult(json.RootElement.GetProperty("port").GetInt32());
            }

            _lines.Enqueue(line);
        }
    }

    private static string? FindModules()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var modules = Path.Combine(folder.FullName, "tests", "node", "node_modules");

            if (Directory.Exists(Path.Combine(modules, "socket.io")))
            {
                return modules;
            }
        }

        return Environment.GetEnvironmentVariable("REFERENCE_NODE_MODULES") is { Length: > 0 } given ? given : null;
    }
}
