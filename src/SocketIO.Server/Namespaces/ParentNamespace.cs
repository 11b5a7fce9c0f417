using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocketIO.Adapters;

namespace SocketIO.Server;

/// <summary>
/// Stands for all namespaces whose names some rule allows. Each is made when a client asks for it, and does then what this one did at that
/// moment. No client can join this one itself.
/// </summary>
internal sealed class ParentNamespace : ServerNamespace
{
    private readonly Func<string, JsonElement, CancellationToken, ValueTask<bool>> _matches;
    private readonly Lock _gate = new();
    private ServerNamespace[] _children = [];

    public ParentNamespace(
        string name,
        SocketIOServer server,
        ILogger logger,
        Func<string, JsonElement, CancellationToken, ValueTask<bool>> matches,
        Func<string, bool>? matchesName)
        : base(name, server, logger)
    {
        _matches = matches;
        MatchesName = matchesName;
    }

    /// <summary>Gets the rule, if the name alone decides.</summary>
    public Func<string, bool>? MatchesName { get; }

    public ServerNamespace[] Children => System.Threading.Volatile.Read(ref _children);

    public ValueTask<bool> MatchesAsync(string name, JsonElement auth, CancellationToken cancellationToken) => _matches(name, auth, cancellationToken);

    public void Adopt(ServerNamespace child)
    {
        child.CopyFrom(this);
        child.Parent = this;

        lock (_gate)
        {
            _children = [.. _children, child];
        }
    }

    public void Disown(ServerNamespace child)
    {
        lock (_gate)
        {
            _children = Array.FindAll(_children, c => !ReferenceEquals(c, child));
        }
    }

    /// <summary>Sends to the children, each in its own name.</summary>
    internal override ValueTask BroadcastAsync(string eventName, ReadOnlySpan<object?> arguments, Target target)
    {
        foreach (var child in Children)
        {
            // One after another, and nobody waited for: a broadcast is handed over before it returns.
            _ = child.BroadcastAsync(eventName, arguments, target);
        }

        return default;
    }

    // It has no sockets of its own, whatever the adapter of its children.
    private protected override Adapter CreateAdapter(ILocalSockets sockets) => new InMemoryAdapter(sockets);
}
