using System.Text.Json;

namespace SocketIO.Tests.Cluster;

/// <summary>A server of a cluster, of either kind, that does what a test says.</summary>
internal interface IClusterNode : IAsyncDisposable
{
    string Name { get; }

    int Port { get; }

    /// <summary>Does something in a namespace: tests/node/cluster/server.mjs says what there is.</summary>
    Task<JsonElement> RunAsync(string operation, string ns, object? arguments = null);
}
