using SocketIO.Adapters;
using SocketIO.Engine;
using SocketIO.Server;

namespace SocketIO.Proxies;

/// <summary>Two servers that know nothing of each other.</summary>
internal sealed record Nodes(Node A, Node B) : IAsyncDisposable
{
    public IReadOnlyList<ConnectionErrorContext> Errors => [.. A.Errors, .. B.Errors];

    public int SocketsCount => A.Io.SocketsCount + B.Io.SocketsCount;

    public static async Task<Nodes> StartAsync(Action<SocketIOOptions>? options = null, InMemoryCluster? cluster = null)
        => new(await Node.StartAsync("a", options, cluster), await Node.StartAsync("b", options, cluster));

    public Node Of(string name) => name == A.Name ? A : B;

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
    }
}
