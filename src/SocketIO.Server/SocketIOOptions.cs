using System.Text.Json;
using SocketIO.Adapters;
using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// Says how a Socket.IO server behaves. What concerns its low-level connections is inherited from <see cref="EngineOptions"/>.
/// </summary>
/// <remarks>
/// The names are those of the JavaScript options in .NET casing and units. Set them in <c>AddSocketIO</c> or in the configuration
/// section <c>SocketIO</c>; the code wins. They are read when the server is built, and a value that cannot work stops the
/// application at start with a message that says what to change.
/// </remarks>
public sealed partial class SocketIOOptions : EngineOptions
{
    /// <summary>
    /// Gets or sets how long a connection may stay without having joined a namespace.
    /// </summary>
    /// <value>The default is 45 seconds. Connections that only ever are refused are closed then, too.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Gets or sets a value indicating whether the JavaScript client is served under the path, as <c>/socket.io/socket.io.js</c> and its variants.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool ServeClient { get; set; } = true;

    /// <summary>
    /// Gets or sets a value indicating whether a namespace that a client's request created is forgotten when its last socket leaves.
    /// </summary>
    /// <value>The default is <see langword="false"/>. Namespaces that the application named itself are never forgotten.</value>
    public bool CleanupEmptyChildNamespaces { get; set; }

    /// <summary>
    /// Gets or sets whether, and for how long, clients whose connection was lost can go on where they were: with the same id, rooms and data, and with
    /// the events that they have missed.
    /// </summary>
    /// <value>The default is <see langword="null"/>: a client that reconnects starts anew.</value>
    /// <remarks>
    /// Events then carry an offset as an additional, last argument, which clients of Socket.IO 4.6 and later send back. Volatile events and those that ask for an acknowledgement are not
    /// sent again.
    /// </remarks>
    public ConnectionStateRecoveryOptions? ConnectionStateRecovery { get; set; }

    /// <summary>
    /// Gets or sets what makes the adapter of each namespace.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: the one that was added to the builder, by <c>AddRedisAdapter</c> for example, or else an <see cref="InMemoryAdapter"/>,
    /// with which this server stands alone.
    /// </value>
    public Func<ILocalSockets, Adapter>? Adapter { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether polling requests for sessions of another server of the cluster are forwarded to it, over the adapter.
    /// </summary>
    /// <value>
    /// The default is <see langword="false"/>: they are refused with <c>Session ID unknown</c>, and the proxy must send all requests of a session to one server.
    /// </value>
    /// <remarks>
    /// Then a cluster works behind a proxy that spreads requests at random. A forwarded request costs two messages more; WebSocket connections are not
    /// forwarded: one that is opened at the wrong server fails, and its client goes on polling. All servers must be of this kind, with this option. Needs
    /// a cluster adapter and ids of sessions that the server makes itself.
    /// </remarks>
    public bool ForwardRequests { get; set; }

    /// <summary>
    /// Gets or sets the format of packets on the wire. Clients must be configured with the same one.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: the one that was added to the builder, by <c>AddMessagePackParser</c> for example, or else the protocol's own, which
    /// is JSON with binary attachments.
    /// </value>
    public PacketParser? Parser { get; set; }

    /// <summary>
    /// Gets or sets how arguments are turned into JSON and back.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: names in camel case, read in any case, as in ASP.NET Core's JSON protocols. A source-generated
    /// context can be given as the options' type information resolver.
    /// </value>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }

    /// <summary>
    /// Gets or sets how many events of one socket may be handled at the same time.
    /// </summary>
    /// <value>
    /// The default is 1: the events of a socket are handled one after another, each awaited before the next begins. Different sockets are
    /// always handled independently.
    /// </value>
    public int MaxConcurrentHandlers { get; set; } = 1;

    /// <summary>
    /// Gets or sets how long an acknowledgement is awaited when the call names no timeout.
    /// </summary>
    /// <value>The default is 60 seconds. <see cref="Timeout.InfiniteTimeSpan"/> waits until the client answers or goes.</value>
    /// <remarks>A broadcast always ends: with an infinite value it waits for 60 seconds.</remarks>
    public TimeSpan AckTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gets or sets a value indicating whether the sender of an event that was not handled is told so, if it asked for an acknowledgement.
    /// </summary>
    /// <value>The default is <see langword="false"/>: it gets no acknowledgement, as with the JavaScript server.</value>
    /// <remarks>
    /// It gets an object whose <c>error</c> is <c>invalid arguments</c>, <c>forbidden</c> or <c>internal error</c>. What went wrong in the application's code is
    /// not told.
    /// </remarks>
    public bool AcknowledgeErrors { get; set; }

    /// <summary>
    /// Gets or sets how long a stopping server waits for its clients to take what was sent to them, and for handlers to complete.
    /// </summary>
    /// <value>The default is 5 seconds. Keep it below the host's own shutdown timeout.</value>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets over how long a stopping server closes its connections, so that clients do not all reconnect to other servers at the same moment.
    /// </summary>
    /// <value>The default is zero: all at once. Together with <see cref="ShutdownTimeout"/>, keep it below the host's own shutdown timeout, which is 30 seconds.</value>
    /// <remarks>New connections are refused meanwhile, and the health check fails: see <see cref="SocketIOServer.DrainAsync"/>.</remarks>
    public TimeSpan DrainTime { get; set; }
}
