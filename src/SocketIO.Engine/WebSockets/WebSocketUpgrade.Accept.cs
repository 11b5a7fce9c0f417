using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;

namespace SocketIO.Engine;

/// <content>Accepting: the 101 response, and the fastest way to the bytes that follow it.</content>
internal static partial class WebSocketUpgrade
{
    /// <summary>
    /// Accepts a request that <see cref="Check"/> found sound.
    /// </summary>
    /// <param name="context">The request. Unless the connection is detached from it, it must last until <see cref="IWebSocketConnection.RunAsync"/> has ended.</param>
    /// <param name="settings">The settings it was checked with.</param>
    /// <returns>The connection. Bytes that the client sent right behind its request are still to be read.</returns>
    /// <exception cref="InvalidOperationException">The server refuses, for example because of its limit of upgraded connections.</exception>
    /// <exception cref="IOException">The client has gone.</exception>
    public static async Task<IWebSocketConnection> AcceptAsync(HttpContext context, WebSocketSettings settings)
    {
        var request = context.Request.Headers;
        var response = context.Response.Headers;
        var deflate = default(DeflateNegotiation?);

        SubprotocolHeader.TryGetFirst(request.SecWebSocketProtocol, out var protocol);

        if (settings.Deflate is not null)
        {
            DeflateNegotiation.TryNegotiate(request.SecWebSocketExtensions, settings.Deflate, out deflate);
        }

        LiftLimits(context);

        var isExtendedConnect = IsExtendedConnect(context);

        if (!isExtendedConnect && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            return await AcceptSocketAsync(context, protocol, settings);
        }

        if (protocol is not null)
        {
            response.SecWebSocketProtocol = protocol;
        }

        if (deflate is not null)
        {
            response.SecWebSocketExtensions = deflate.Response;
        }

        if (!isExtendedConnect)
        {
            response.Upgrade = "websocket";
            response.SecWebSocketAccept = AnswerTo(request.SecWebSocketKey.ToString());
        }

        var stream = isExtendedConnect
            ? await context.Features.GetRequiredFeature<IHttpExtendedConnectFeature>().AcceptAsync()
            : await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();

        return Connect(context, stream, isExtendedConnect, settings, deflate);
    }

    /// <summary>Takes back what <see cref="AcceptAsync"/> has promised in headers before it failed.</summary>
    public static void Withdraw(HttpContext context)
    {
        var response = context.Response.Headers;
        response.Remove(HeaderNames.Upgrade);
        response.Remove(HeaderNames.SecWebSocketAccept);
        response.Remove(HeaderNames.SecWebSocketProtocol);
        response.Remove(HeaderNames.SecWebSocketExtensions);
    }

    private static PipeWebSocketConnection Connect(
        HttpContext context,
        Stream stream,
        bool isExtendedConnect,
        WebSocketSettings settings,
        DeflateNegotiation? deflate)
    {
        // Kestrel's upgraded stream only wraps the connection's pipes (the decrypted ones under TLS), so these can be used instead.
        // Where a middleware has put a stream of its own in between, that one has to be used: it may see or change the bytes.
        if (!isExtendedConnect
            && stream.GetType().Assembly == typeof(Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServer).Assembly
            && context.Features.Get<IConnectionTransportFeature>()?.Transport is { } transport
            && context.Features.Get<IConnectionLifetimeFeature>() is { } connection)
        {
            var pipe = settings.Detach && transport is DetachableConnection detachable ? detachable.Detach() : transport;
            return new PipeWebSocketConnection(pipe, settings, deflate) { Connection = connection };
        }

        return new PipeWebSocketConnection(new StreamDuplexPipe(stream), settings, deflate)
        {
            OwnsPipe = true,
            Request = context.Features.Get<IHttpRequestLifetimeFeature>(),
        };
    }

    // In-memory test servers offer ready-made sockets only.
    private static async Task<IWebSocketConnection> AcceptSocketAsync(HttpContext context, string? protocol, WebSocketSettings settings)
    {
        var socket = await context.Features.GetRequiredFeature<IHttpWebSocketFeature>().AcceptAsync(new WebSocketAcceptContext
        {
            SubProtocol = protocol,
            KeepAliveInterval = TimeSpan.Zero,
        });

        return new ReadyWebSocketConnection(socket, settings);
    }

    // A WebSocket over HTTP/2 is a request whose body never ends: the limits on bodies would cut it off. So would a request timeout.
    private static void LiftLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
    }
}
