using SocketIO.Adapters;

namespace SocketIO.Tests.Cluster;

/// <summary>Two servers of ours and two of JavaScript in one cluster.</summary>
public abstract class ClusterFixture : IAsyncLifetime
{
    internal IReadOnlyList<IClusterNode> Nodes { get; private set; } = [];

    internal IClusterNode this[string name] => Nodes.Single(node => node.Name == name);

    /// <summary>Gets the name of the npm adapter, see tests/node/cluster/server.mjs.</summary>
    protected abstract string JavaScriptAdapter { get; }

    /// <summary>Gets where the broker is, for JavaScript.</summary>
    public abstract string Url { get; }

    /// <summary>Gets a value indicating whether clients can come back on another server.</summary>
    public virtual bool HasRecovery => false;

    /// <summary>Gets a value indicating whether JavaScript servers offer that too.</summary>
    public virtual bool JavaScriptHasRecovery => HasRecovery;

    /// <summary>Gets a value indicating whether JavaScript servers hand over what they receive in the order in which it was sent.</summary>
    public virtual bool JavaScriptKeepsOrder => true;

    /// <summary>Gets the servers that npm's emitter reaches.</summary>
    public virtual string[] ReachedByJavaScriptEmitter => ["net1", "net2", "js1", "js2"];

    /// <summary>Gets a value indicating whether servers can send each other binary data.</summary>
    public virtual bool ServersSendBinary => true;

    public string Prefix => "matrix";

    public async ValueTask InitializeAsync()
    {
        await StartBrokerAsync();
        string[] arguments = JavaScriptHasRecovery ? [JavaScriptAdapter, Url, Prefix, "recovery"] : [JavaScriptAdapter, Url, Prefix];
        var starting = new[] { NodeProcess.StartAsync("js1", arguments), NodeProcess.StartAsync("js2", arguments) };
        var ours = new[] { await DotNetNode.StartAsync("net1", AddAdapter, HasRecovery), await DotNetNode.StartAsync("net2", AddAdapter, HasRecovery) };
        Nodes = [.. ours, .. await Task.WhenAll(starting)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await StopBrokerAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes our emitter.</summary>
    public abstract ValueTask<(SocketIOEmitter Emitter, IAsyncDisposable Connection)> CreateEmitterAsync();

    /// <summary>Gets the statements that make npm's emitter, as the variable <c>emitter</c>, and the last one that ends its connection; null when there is none.</summary>
    public abstract (string Make, string End)? JavaScriptEmitter { get; }

    protected abstract Task StartBrokerAsync();

    protected abstract Task StopBrokerAsync();

    protected abstract void AddAdapter(ISocketIOBuilder builder);
}
