using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// The options of a <see cref="SocketIOClient"/>. They have the names and defaults of the JavaScript client, in .NET's casing and units.
/// </summary>
/// <remarks>
/// Not thread-safe: the client takes a copy when it is made, and checks it. What may change later is a property of
/// <see cref="ClientSocket"/> or <see cref="ClientConnection"/>.
/// </remarks>
public sealed partial class SocketIOClientOptions
{
    /// <summary>Gets or sets what is sent to the server when a socket connects, asked for again on each connection.</summary>
    /// <value>The default is <see langword="null"/>: see <see cref="AuthPayload"/>. The result must serialise to a JSON object.</value>
    public Func<CancellationToken, ValueTask<object?>>? Auth { get; set; }

    /// <summary>Gets or sets what is sent to the server when a socket connects, where it does not change: an object, for example of an anonymous type.</summary>
    /// <value>The default is <see langword="null"/>: nothing. Not to be set together with <see cref="Auth"/>.</value>
    public object? AuthPayload { get; set; }

    /// <summary>Gets or sets how often an event that was not acknowledged is sent again.</summary>
    /// <value>
    /// The default is <see langword="null"/>: events are sent once. With a number, events are sent one after another, each when the one before it was
    /// acknowledged or given up; set <see cref="AckTimeout"/>, too.
    /// </value>
    public int? Retries { get; set; }

    /// <summary>Gets or sets how long an acknowledgement may take.</summary>
    /// <value>The default is <see langword="null"/>: until the socket disconnects.</value>
    public TimeSpan? AckTimeout { get; set; }

    /// <summary>Gets or sets a value indicating whether a connection of its own is made, even if another client has one to the same server.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool ForceNew { get; set; }

    /// <summary>Gets or sets a value indicating whether clients of the same server and path share a connection, as long as their namespaces differ.</summary>
    /// <value>The default is <see langword="true"/>. The options of the first client are then those of the connection.</value>
    public bool Multiplex { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether the client connects as soon as it is made.</summary>
    /// <value>The default is <see langword="false"/>, unlike in JavaScript: handlers are registered first, then <see cref="ClientSocket.ConnectAsync"/> is called.</value>
    public bool AutoConnect { get; set; }

    /// <summary>Gets or sets the revision of the protocol.</summary>
    /// <value>The default is <see cref="ClientProtocol.Auto"/>.</value>
    public ClientProtocol Protocol { get; set; }

    /// <summary>Gets or sets the format of packets; the server must use the same.</summary>
    /// <value>The default is <see langword="null"/>: that of the protocol.</value>
    public PacketParser? Parser { get; set; }

    /// <summary>Gets or sets how arguments are written and read.</summary>
    /// <value>The default is <see langword="null"/>: names in camel case, read in any case. A source-generated context can be set as its resolver.</value>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }

    /// <summary>Gets or sets where handlers are called, for example on the thread of a user interface: <see cref="SynchronizationContext.Current"/>.</summary>
    /// <value>The default is <see langword="null"/>: on the thread pool. Either way one handler at a time.</value>
    public SynchronizationContext? CallbackContext { get; set; }

    /// <summary>Gets or sets what makes the loggers.</summary>
    /// <value>The default is <see langword="null"/>: nothing is logged.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Gets or sets the clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets how many received events may wait for their handlers before the client stops reading.</summary>
    /// <value>The default is 10,000. While nothing is read the server's heartbeats are not answered either.</value>
    public int MaxPendingEvents { get; set; } = 10_000;

    internal SocketIOClientOptions Clone()
    {
        var copy = (SocketIOClientOptions)MemberwiseClone();
        copy.Transports = [.. Transports];
        copy.Query = new(Query);
        copy.ExtraHeaders = new(ExtraHeaders, StringComparer.OrdinalIgnoreCase);
        copy.Subprotocols = [.. Subprotocols];
        copy.TransportOptions = TransportOptions.ToDictionary(pair => pair.Key, pair => pair.Value.Clone(), StringComparer.Ordinal);
        return copy;
    }
}
