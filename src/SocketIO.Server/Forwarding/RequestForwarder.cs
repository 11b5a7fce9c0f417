using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace SocketIO.Server;

/// <summary>
/// Brings polling requests that have reached the wrong server of a cluster to the one that has their session, and its answers back.
/// </summary>
/// <remarks>Thread-safe. Servers talk over the adapter of the main namespace.</remarks>
internal sealed partial class RequestForwarder
{
    // As long as the reference's cluster engine waits for somebody to know a session.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    // Of the connection with the proxy, not of the request.
    private static readonly HashSet<string> s_hopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.TransferEncoding, HeaderNames.ContentLength, HeaderNames.Upgrade, HeaderNames.Expect, HeaderNames.Date, HeaderNames.Server,
    };

    private readonly ConcurrentDictionary<long, OutgoingRequest> _outgoing = new();
    private readonly ConcurrentDictionary<(string Node, long Id), ForwardedRequest> _incoming = new();
    private readonly SocketIOServer _server;
    private readonly ILogger _logger;
    private readonly TimeSpan _longestPoll;
    private long _lastId;

    public RequestForwarder(SocketIOServer server, ILogger<RequestForwarder> logger)
    {
        _server = server;
        _logger = logger;
        _longestPoll = server.Options.PingInterval + server.Options.PingTimeout + s_patience;
        server.Engine.Forward = ForwardAsync;
    }

    /// <summary>Takes what another server has to say about a request.</summary>
    public void Receive(string node, ReadOnlyMemory<byte> data)
    {
        if (!ForwardMessage.TryRead(data, out var message))
        {
            Log.NotUnderstood(_logger, node);
            return;
        }

        switch (message.Kind)
        {
            case ForwardKind.Request:
                _ = AnswerAsync(node, message);
                break;

            case ForwardKind.Abort when _incoming.TryGetValue((node, message.Id), out var incoming):
                incoming.Abort();
                break;

            default:
                if (_outgoing.TryGetValue(message.Id, out var outgoing) && outgoing.Node == node)
                {
                    outgoing.Take(message);
                }

                break;
        }
    }

    /// <summary>Forwards a request and answers it as the other server does.</summary>
    /// <returns><see langword="false"/> when the other server does not answer; then the request has not been answered.</returns>
    private async Task<bool> ForwardAsync(HttpContext context, string node)
    {
        if (await ReadBodyAsync(context) is not { } body)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return true;
        }

        var id = Interlocked.Increment(ref _lastId);
        var outgoing = _outgoing[id] = new OutgoingRequest(node);

        try
        {
            if (!await SendAsync(node, ToMessage(context, id, body)) || !await IsAcceptedAsync(outgoing))
            {
                Log.NoAnswer(_logger, node);
                return false;
            }

            var response = await outgoing.Response.WaitAsync(_longestPoll, _server.Time, context.RequestAborted);

            if (response.Kind is ForwardKind.Abort)
            {
                context.Abort();
                return true;
            }

            await WriteAsync(context, response);
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException)
        {
            await SendAsync(node, new ForwardMessage { Kind = ForwardKind.Abort, Id = id });
            context.Abort();
        }
        finally
        {
            _outgoing.TryRemove(id, out _);
        }

        return true;
    }

    private async Task<bool> IsAcceptedAsync(OutgoingRequest outgoing)
    {
        try
        {
            await outgoing.Accepted.WaitAsync(s_patience, _server.Time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task AnswerAsync(string node, ForwardMessage message)
    {
        using var request = new ForwardedRequest(message, _server.Services);
        _incoming[(node, message.Id)] = request;

        try
        {
            await SendAsync(node, new ForwardMessage { Kind = ForwardKind.Accepted, Id = message.Id });
            await _server.Engine.HandleForwardedAsync(request.Context);
        }
        catch (Exception exception)
        {
            Log.Failed(_logger, node, exception);
            request.Abort();
        }

        _incoming.TryRemove((node, message.Id), out _);
        await SendAsync(node, request.ToResponse(message.Id));
    }

    private async Task<bool> SendAsync(string node, ForwardMessage message)
    {
        try
        {
            return await _server.Adapter.SendToServerAsync(node, message.ToBytes());
        }
        catch (Exception exception)
        {
            Log.Failed(_logger, node, exception);
            return false;
        }
    }

    // One byte more than is allowed is enough to let the other server refuse it with its own words.
    private async Task<byte[]?> ReadBodyAsync(HttpContext context)
    {
        var limit = _server.Options.MaxHttpBufferSize;

        if (context.Request.ContentLength > limit)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[4096];

        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
        {
            body.Write(buffer, 0, read);

            if (body.Length > limit)
            {
                return null;
            }
        }

        return body.ToArray();
    }

    private static ForwardMessage ToMessage(HttpContext context, long id, byte[] body) => new()
    {
        Kind = ForwardKind.Request,
        Id = id,
        Method = context.Request.Method,
        Scheme = context.Request.Scheme,
        Host = context.Request.Host.Value ?? string.Empty,
        Path = context.Request.Path.Value ?? string.Empty,
        Query = context.Request.QueryString.Value ?? string.Empty,
        Address = context.Connection.RemoteIpAddress?.ToString() ?? string.Empty,
        Headers = [.. context.Request.Headers.Where(static header => !s_hopByHop.Contains(header.Key)).Select(static header => new KeyValuePair<string, string>(header.Key, header.Value.ToString()))],
        Body = body,
    };

    private static async Task WriteAsync(HttpContext context, ForwardMessage response)
    {
        context.Response.StatusCode = response.Status;

        foreach (var (name, value) in response.Headers)
        {
            if (!s_hopByHop.Contains(name))
            {
                context.Response.Headers.Append(name, value);
            }
        }

        context.Response.ContentLength = response.Body.Length;
        await context.Response.Body.WriteAsync(response.Body, context.RequestAborted);
    }
}
