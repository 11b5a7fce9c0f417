using System.Collections.Concurrent;

namespace SocketIO.Tests;

/// <summary>npm's clients of every version: a Node process for each client runs its cases over all transports.</summary>
internal sealed class NodeClients : ClientFamily
{
    private readonly Lazy<ClientCase[]> _cases = new(() => [.. NodeCases.List<Listed>(Script).Select(Case)]);
    private readonly ConcurrentDictionary<string, Lazy<NodeRun>> _runs = new();

    public override IReadOnlyList<ClientCase> Cases => _cases.Value;

    private static string Script => Path.Combine(Target.NodeFolder, "compat", "run.mjs");

    protected override async Task<string?> RunAsync(ClientCase item, ContractServer server)
    {
        var run = _runs.GetOrAdd(item.Client, client => new Lazy<NodeRun>(() => server.Owns(new NodeRun(Script, "--client", client, "--base", $"{server.Port}")))).Value;
        var outcome = await run.OutcomeOf(item.Name, item.Transport);
        return outcome.Ok ? null : outcome.Error;
    }

    private static ClientCase Case(Listed listed)
        => new(listed.Client, listed.Revision, listed.Transport, listed.Case) { Spec = listed.Spec, Fails = listed.Fails };

    private sealed record Listed(string Client, int Revision, string Transport, string Case, string[] Spec, bool Fails);
}
