using System.Diagnostics;
using SocketIO.Tests;

namespace SocketIO.ClientInterop;

/// <summary>npm's server on one port, killed and started again; what it has received is kept over all its lives.</summary>
internal sealed class KilledServer(int port, Action<long> onReceived) : IAsyncDisposable
{
    private readonly List<Task> _reading = [];
    private Process? _process;

    public async Task StartAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Process.Start(new ProcessStartInfo("node", [Programs.NodeFile("retry-server.mjs"), $"{port}"]) { RedirectStandardOutput = true })!;
        _reading.Add(ReadAsync(_process, ready));
        await Wait.For("the server that is killed", ready.Task, TimeSpan.FromSeconds(30));
    }

    /// <summary>Kills it, as a power cut would. What it had written down is read to the end.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            await Task.WhenAll(_reading);
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task ReadAsync(Process process, TaskCompletionSource ready)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "ready")
            {
                ready.TrySetResult();
            }

            // The last line may have been cut off in the middle; then its event was not acknowledged either.
            else if (long.TryParse(line, out var n))
            {
                onReceived(n);
            }
        }

        ready.TrySetException(new InvalidOperationException("The server ended before it was ready."));
    }
}
