using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace SocketIO.Tests;

/// <summary>One Node process that runs many cases; each test awaits the outcome of its own.</summary>
internal sealed class NodeRun : IAsyncDisposable
{
    // The longest case is allowed a minute, and they wait for each other.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Name, string? Transport), TaskCompletionSource<NodeOutcome>> _outcomes = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Process _process;
    private readonly Task _reading;

    public NodeRun(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SERVER_COMMAND"] = JsonSerializer.Serialize(Target.Command);

        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        _reading = ReadAsync();
    }

    public async Task<NodeOutcome> OutcomeOf(string name, string? transport = null)
    {
        var outcome = Expect(name, transport).Task;
        await Task.WhenAny(outcome, _reading).WaitAsync(Limit, TimeProvider.System);

        return outcome.IsCompleted
            ? await outcome
            : throw new InvalidOperationException($"Node ended before \"{name}\": {string.Join('\n', _errors)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var outcome = JsonSerializer.Deserialize<NodeOutcome>(line, NodeCases.Json)!;
            Expect(outcome.Case, outcome.Transport).TrySetResult(outcome);
        }

        await _process.WaitForExitAsync();
    }

    private TaskCompletionSource<NodeOutcome> Expect(string name, string? transport)
        => _outcomes.GetOrAdd((name, transport), static _ => new TaskCompletionSource<NodeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously));
}
