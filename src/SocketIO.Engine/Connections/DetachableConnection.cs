using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

/// <summary>
/// Stands between a TCP connection and the HTTP server above it, so that a WebSocket can outlive the request that opened it.
/// </summary>
/// <remarks>
/// An upgraded request that lasts for as long as its WebSocket keeps alive whatever HTTP needed to answer it: about half of
/// what an idle connection costs. So once status 101 is written HTTP is cut off. What it sees then is a connection that has
/// ended; its request is over and its objects are free, while the pipes below it live on.
/// </remarks>
internal sealed class DetachableConnection : IDuplexPipe
{
    private readonly ConnectionContext _context;
    private readonly IDuplexPipe _pipe;
    private readonly DetachableReader _input;
    private readonly DetachableWriter _output;
    private readonly HeartbeatRelay _heartbeat;
    private readonly Type[] _features;
    private bool _detached;
    private WebSocketTransport? _webSocket;

    private DetachableConnection(ConnectionContext context)
    {
        _context = context;
        _pipe = context.Transport;
        _input = new DetachableReader(_pipe.Input);
        _output = new DetachableWriter(_pipe.Output);
        _heartbeat = new HeartbeatRelay(context.Features.Get<IConnectionHeartbeatFeature>());
        _features = [.. context.Features.Select(static feature => feature.Key)];
        context.Transport = this;
        context.Features.Set<IConnectionHeartbeatFeature>(_heartbeat);
    }

    /// <inheritdoc/>
    public PipeReader Input => _input;

    /// <inheritdoc/>
    public PipeWriter Output => _output;

    /// <summary>Carries a connection: for HTTP, and then for the WebSocket that was opened by it, if any.</summary>
    public static async Task RunAsync(ConnectionContext context, ConnectionDelegate http)
    {
        var (webSocket, failure) = await CarryHttpAsync(context, http);

        if (webSocket is not null)
        {
            await webSocket.RunAsync();
        }

        failure?.Throw();
    }

    /// <summary>Finds the object by which a request's connection can be taken from HTTP.</summary>
    /// <returns>Whether there is one, and nothing has put itself above it since, such as TLS.</returns>
    public static bool TryFind(HttpContext context, [NotNullWhen(true)] out DetachableConnection? connection)
    {
        connection = context.Features.Get<IConnectionTransportFeature>()?.Transport as DetachableConnection;
        return connection is not null;
    }

    /// <summary>Takes the connection from HTTP, which sees its end. Nothing may be unflushed, and no read pending.</summary>
    /// <returns>The pipes below.</returns>
    public IDuplexPipe Detach()
    {
        _detached = true;
        _input.Detach();
        _output.Detach();
        return _pipe;
    }

    /// <summary>Says what the connection is for when HTTP has noticed that for it there is none any more.</summary>
    /// <returns>Whether the connection was detached; otherwise it lasts no longer than the request.</returns>
    public bool TryContinueWith(WebSocketTransport webSocket)
    {
        _webSocket = _detached ? webSocket : null;
        return _detached;
    }

    private static async Task<(WebSocketTransport? WebSocket, ExceptionDispatchInfo? Failure)> CarryHttpAsync(ConnectionContext context, ConnectionDelegate http)
    {
        var connection = new DetachableConnection(context);
        var failure = default(ExceptionDispatchInfo);

        try
        {
            await http(context);
        }
        catch (Exception exception)
        {
            // Not HTTP, which contains what happens in it, but a connection middleware above this one. A WebSocket that was opened is carried to its end first.
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        return (connection.Release(), failure);
    }

    // Forgets HTTP, which has left features behind on the connection.
    private WebSocketTransport? Release()
    {
        _context.Transport = _pipe;
        _heartbeat.Stop();

        if (_webSocket is not null)
        {
            foreach (var (type, _) in _context.Features.ToArray())
            {
                if (!_features.Contains(type))
                {
                    _context.Features[type] = null;
                }
            }
        }

        return _webSocket;
    }
}
