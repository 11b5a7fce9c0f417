namespace SocketIO.Tests;

/// <summary>Starts the Node process of a transport with the first of its tests.</summary>
public sealed class NodeFixture(ContractServer server) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private NodeRun? _run;

    internal async Task Passes(string transport, string name)
    {
        NodeRun run;

        lock (_gate)
        {
            run = _run ??= new NodeRun(NodeCases.Script, "--transport", transport, "--base", $"{server.Port}");
        }

        var outcome = await run.OutcomeOf(name);
        Assert.True(outcome.Ok, outcome.Error);
    }

    public ValueTask DisposeAsync() => _run?.DisposeAsync() ?? default;
}
