using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Engine;
using SocketIO.Adapters;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// A Socket.IO server, and its main namespace <c>/</c>.
/// </summary>
/// <remarks>
/// <para>
/// A singleton: inject it wherever something is to be sent. <c>app.MapSocketIO()</c> returns it too, and what is called on it there as on any endpoint, such as
/// <c>RequireCors</c> or <c>RequireAuthorization</c>, applies to its HTTP requests.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
public sealed partial class SocketIOServer : ServerNamespace, IEndpointConventionBuilder, IAsyncDisposable, IDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();

    internal SocketIOServer(string name, SocketIOOptions options, IServiceProvider services)
        : base("/", server: null, LoggersOf(services).CreateLogger<ServerNamespace>())
    {
        _loggers = LoggersOf(services);
        _log = _loggers.CreateLogger<SocketIOServer>();
        RegistrationName = name;
        Options = options;
        Services = services;
        Time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Stopping = _stopping.Token;
        Parser = options.Parser ?? (services as IKeyedServiceProvider)?.GetKeyedService<PacketParser>(name);
        var added = (services as IKeyedServiceProvider)?.GetKeyedService<IAdapterFactory>(name);
        AdapterFactory = options.Adapter ?? (added is null ? static sockets => new InMemoryAdapter(sockets) : added.Create);
        var serializer = new JsonArgumentSerializer(options.JsonSerializerOptions, marksTypes: Parser is { ReadsTypeMarks: true });
        Serializer = serializer;
        Binder = new HandlerBinder(new HandlerServices(services), serializer.Options);
        Metrics = new ServerMetrics(services.GetService<System.Diagnostics.Metrics.IMeterFactory>());
        ConnectionLogger = _loggers.CreateLogger<ClientConnection>();
        ConnectDeadlines = new DeadlineQueue(Time, options.ConnectTimeout, static connection => ((ClientConnection)connection).OnConnectTimeout());
        PacketDeadlines = new DeadlineQueue(Time, options.PacketCompletionTimeout, static connection => ((ClientConnection)connection).OnPacketTimeout());
        Limits = LimitsOf(options, options.MaxNamespaceLength);

        // What these clients say when they join stands behind the name, and may be as long as elsewhere.
        LimitsVersion2 = LimitsOf(options, (int)Math.Min(int.MaxValue, (long)options.MaxNamespaceLength + options.MaxAuthBytes));
        Engine = new EngineServer(options, OpenConnection, Time, _loggers);
        Forwarder = options.ForwardRequests ? new RequestForwarder(this, _loggers.CreateLogger<RequestForwarder>()) : null;
        _namespaces = new ConcurrentDictionary<string, ServerNamespace>(StringComparer.Ordinal) { [Name] = this };
        Start();
    }

    /// <summary>
    /// Gets the server of low-level connections: how many there are, which requests were refused, what their responses' headers are.
    /// </summary>
    public EngineServer Engine { get; }

    /// <summary>
    /// Gets the id that this server gave itself, by which servers of a cluster are told apart in logs.
    /// </summary>
    /// <value>Six letters, digits, <c>-</c> and <c>_</c>, random and new with every start. It is no secret: the session ids that the server issues end with it.</value>
    public string NodeId => Engine.NodeId;

    /// <summary>
    /// Gets what the server was told. Changes have no effect.
    /// </summary>
    public SocketIOOptions Options { get; }

    /// <summary>
    /// Gets the application's services.
    /// </summary>
    public IServiceProvider Services { get; }

    /// <summary>Gets the name under which the server was registered; empty for the one without a name.</summary>
    internal string RegistrationName { get; }

    internal TimeProvider Time { get; }

    internal IArgumentSerializer Serializer { get; }

    /// <summary>Gets the format of packets; <see langword="null"/> for the protocol's own.</summary>
    internal PacketParser? Parser { get; }

    /// <summary>Gets what makes the adapter of each namespace.</summary>
    internal Func<ILocalSockets, Adapter> AdapterFactory { get; }

    /// <summary>Gets what brings requests to the server that they are for; <see langword="null"/> unless the option is on.</summary>
    internal RequestForwarder? Forwarder { get; }

    internal HandlerBinder Binder { get; }

    internal PendingHandlers PendingHandlers { get; } = new();

    internal PacketLimits Limits { get; }

    /// <summary>Gets the limits for what clients of Socket.IO 2 send.</summary>
    internal PacketLimits LimitsVersion2 { get; }

    internal ServerMetrics Metrics { get; }

    internal ILogger ConnectionLogger { get; }

    internal DeadlineQueue ConnectDeadlines { get; }

    internal DeadlineQueue PacketDeadlines { get; }

    /// <summary>Gets a token that is cancelled when the server stops.</summary>
    internal CancellationToken Stopping { get; }

    internal void OnConnectionClosed(ClientConnection connection)
    {
        _ = connection;
        Metrics.ConnectionClosed();
    }

    private static PacketLimits LimitsOf(SocketIOOptions options, int maxNamespaceLength) => new()
    {
        MaxAttachments = options.MaxAttachments,
        MaxPacketBytes = options.MaxPacketBytes,
        MaxJsonDepth = options.MaxJsonDepth,
        MaxNamespaceLength = maxNamespaceLength,
        MaxAuthBytes = options.MaxAuthBytes,
    };

    private static ILoggerFactory LoggersOf(IServiceProvider services)
        => services.GetService<ILoggerFactory>() ?? Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance;

    private ClientConnection OpenConnection(EngineSession session)
    {
        Metrics.ConnectionOpened();
        var connection = new ClientConnection(this, session);

        if (connection.IsVersion2)
        {
            connection.JoinMain();
        }

        return connection;
    }
}
