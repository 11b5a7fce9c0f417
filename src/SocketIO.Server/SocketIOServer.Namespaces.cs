using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace SocketIO.Server;

/// <content>The namespaces of the server: those that the application names, and those that clients may ask for.</content>
public sealed partial class SocketIOServer
{
    // A name is at most a few hundred characters: an expression that needs longer is one that a client makes go round in circles.
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly JsonDocumentOptions s_authOptions = new() { MaxDepth = 1024 };

    private readonly Lock _namespacesGate = new();
    private readonly ConcurrentDictionary<string, ServerNamespace> _namespaces;
    private ParentNamespace[] _parents = [];
    private Action<ServerNamespace>[] _newNamespaceHandlers = [];
    private int _dynamicCount;

    /// <summary>
    /// Gets the namespaces that exist at this moment, the main one included.
    /// </summary>
    public IReadOnlyCollection<ServerNamespace> Namespaces => [.. _namespaces.Values];

    /// <summary>
    /// Gets a namespace, which is made if it does not exist yet.
    /// </summary>
    /// <param name="name">Its name. The slash in front may be left out; an empty name is that of the main namespace.</param>
    /// <returns>The same object for the same name.</returns>
    /// <remarks>A new namespace whose name matches an expression given to <see cref="Of(Regex)"/> begins with the handlers and middlewares of that one.</remarks>
    public ServerNamespace Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        name = name.StartsWith('/') ? name : "/" + name;

        if (_namespaces.TryGetValue(name, out var existing))
        {
            return existing;
        }

        var parent = Array.Find(_parents, p => p.MatchesName?.Invoke(name) == true);
        return GetOrCreate(name, parent, isDynamic: false)!;
    }

    /// <summary>
    /// Lets clients join any namespace whose name matches an expression.
    /// </summary>
    /// <param name="name">The expression. Anchor it (<c>^/room-\d+$</c>): what it does not exclude, a client may ask for.</param>
    /// <returns>
    /// The parent of these namespaces. What is registered on it, each of them begins with when it is made; what is sent to it reaches the clients
    /// of all of them.
    /// </returns>
    public ServerNamespace Of(Regex name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var bounded = name.MatchTimeout == Regex.InfiniteMatchTimeout ? new Regex(name.ToString(), name.Options, s_matchTimeout) : name;
        return AddParent((candidate, _, _) => new ValueTask<bool>(IsMatch(bounded, candidate)), candidate => IsMatch(bounded, candidate));
    }

    /// <summary>
    /// Lets clients join any namespace that a function allows.
    /// </summary>
    /// <param name="isAllowed">Gets the name that the client asks for and what it sent along (a JSON object). It comes from the client.</param>
    /// <returns>The parent of these namespaces, see <see cref="Of(Regex)"/>.</returns>
    public ServerNamespace Of(Func<string, JsonElement, bool> isAllowed)
    {
        ArgumentNullException.ThrowIfNull(isAllowed);
        return AddParent((name, auth, _) => new ValueTask<bool>(isAllowed(name, auth)), matchesName: null);
    }

    /// <summary>
    /// Lets clients join any namespace that an asynchronous function allows.
    /// </summary>
    /// <param name="isAllowed">
    /// Gets the name that the client asks for, what it sent along (a JSON object) and a token that is cancelled when the client goes. An exception
    /// is logged and counts as a refusal.
    /// </param>
    /// <returns>The parent of these namespaces, see <see cref="Of(Regex)"/>.</returns>
    public ServerNamespace Of(Func<string, JsonElement, CancellationToken, ValueTask<bool>> isAllowed)
    {
        ArgumentNullException.ThrowIfNull(isAllowed);
        return AddParent(isAllowed, matchesName: null);
    }

    /// <summary>
    /// Registers what to do when a namespace was made, by the application or because a client asked for it.
    /// </summary>
    /// <param name="handler">Gets the namespace, before the first client joins it.</param>
    /// <returns>Dispose of it to remove the handler.</returns>
    public IDisposable OnNewNamespace(Action<ServerNamespace> handler)
    {
        HandlerBinder.ThrowIfNotSynchronous(handler);

        lock (_namespacesGate)
        {
            _newNamespaceHandlers = [.. _newNamespaceHandlers, handler];
        }

        return new Removal(() =>
        {
            lock (_namespacesGate)
            {
                _newNamespaceHandlers = Array.FindAll(_newNamespaceHandlers, h => !ReferenceEquals(h, handler));
            }
        });
    }

    internal bool TryFind(string name, [NotNullWhen(true)] out ServerNamespace? ns) => _namespaces.TryGetValue(name, out ns);

    /// <summary>Finds the namespace that a client asks for, or makes it if a parent allows it.</summary>
    internal async ValueTask<ServerNamespace?> FindOrCreateAsync(string name, byte[]? auth, CancellationToken cancellationToken)
    {
        if (_namespaces.TryGetValue(name, out var existing))
        {
            return existing;
        }

        var parents = System.Threading.Volatile.Read(ref _parents);
        var element = parents.Length == 0 ? default : JsonElement.Parse(auth ?? "{}"u8.ToArray(), s_authOptions);

        foreach (var parent in parents)
        {
            if (await AllowsAsync(parent, name, element, cancellationToken))
            {
                return GetOrCreate(name, parent, isDynamic: true);
            }
        }

        return null;
    }

    /// <summary>Forgets a namespace that clients' requests made, if nobody is in it.</summary>
    internal void TryForget(ServerNamespace ns)
    {
        if (ns.Parent is not { } parent || !ns.IsDynamic || !ns.Table.TryRetire() || !_namespaces.TryRemove(new(ns.Name, ns)))
        {
            return;
        }

        parent.Disown(ns);
        Interlocked.Decrement(ref _dynamicCount);
        _ = ns.CloseAdapterAsync();
    }

    private static bool IsMatch(Regex expression, string name)
    {
        try
        {
            return expression.IsMatch(name);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private async ValueTask<bool> AllowsAsync(ParentNamespace parent, string name, JsonElement auth, CancellationToken cancellationToken)
    {
        try
        {
            return await parent.MatchesAsync(name, auth, cancellationToken);
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                Report(exception, "namespace function", socket: null, eventName: null);
            }

            return false;
        }
    }

    private ParentNamespace AddParent(
        Func<string, JsonElement, CancellationToken, ValueTask<bool>> matches, Func<string, bool>? matchesName)
    {
        lock (_namespacesGate)
        {
            var parent = new ParentNamespace($"/_{_parents.Length}", this, _loggers.CreateLogger<ServerNamespace>(), matches, matchesName);
            _parents = [.. _parents, parent];
            return parent;
        }
    }

    private ServerNamespace? GetOrCreate(string name, ParentNamespace? parent, bool isDynamic)
    {
        if (isDynamic && System.Threading.Volatile.Read(ref _dynamicCount) >= Options.MaxDynamicNamespaces)
        {
            ForgetEmptyNamespaces();
        }

        ServerNamespace created;

        lock (_namespacesGate)
        {
            // Two clients may have asked at once.
            if (_namespaces.TryGetValue(name, out var existing))
            {
                return existing;
            }

            if (isDynamic && _dynamicCount >= Options.MaxDynamicNamespaces)
            {
                Log.TooManyNamespaces(_log);
                return null;
            }

            created = new ChildNamespace(name, this, _loggers.CreateLogger<ServerNamespace>()) { IsDynamic = isDynamic };
            created.Start();
            parent?.Adopt(created);
            Interlocked.Add(ref _dynamicCount, isDynamic ? 1 : 0);
            _namespaces[name] = created;
        }

        foreach (var handler in System.Threading.Volatile.Read(ref _newNamespaceHandlers))
        {
            RunGuarded(() => handler(created), "new namespace handler");
        }

        return created;
    }

    private void ForgetEmptyNamespaces()
    {
        foreach (var parent in System.Threading.Volatile.Read(ref _parents))
        {
            Array.ForEach(parent.Children, TryForget);
        }
    }
}
