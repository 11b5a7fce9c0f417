using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// The platform's WebSocket, without compression.
/// </summary>
internal sealed class ManagedWebSocket : WebSocketLink
{
    private const int ReadSize = 8 * 1024;

    private readonly ClientWebSocket _socket;
    private readonly int _maxMessageBytes;
    private readonly SemaphoreSlim _writing = new(1);

    private ManagedWebSocket(ClientWebSocket socket, int maxMessageBytes)
    {
        _socket = socket;
        _maxMessageBytes = maxMessageBytes;
    }

    public static new async Task<WebSocketLink> ConnectAsync(EngineSettings settings, Uri uri, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();

        try
        {
            WebSocketOptions.Apply(socket.Options, settings, uri);
            await socket.ConnectAsync(ToWebSocket(uri), cancellationToken).ConfigureAwait(false);
            return new ManagedWebSocket(socket, settings.MaxReceiveBytes);
        }
        catch (WebSocketException e) when (WebSocketRefusal.Describe(e, uri) is { } context)
        {
            socket.Dispose();
            throw new TransportException("websocket error", context, new InvalidDataException($"Unexpected server response: {context.StatusCode}", e));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override async Task<WebSocketEnd> ReceiveAsync(EngineClient engine, ClientTransport transport, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        var length = 0;

        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), cancellationToken).ConfigureAwait(false);
                length += received.Count;

                if (received.MessageType is WebSocketMessageType.Close)
                {
                    await CloseAsync(cancellationToken).ConfigureAwait(false);
                    return new WebSocketEnd((int?)received.CloseStatus ?? WebSocketEnd.NoCode, received.CloseStatusDescription ?? "");
                }

                if (length > _maxMessageBytes)
                {
                    return new WebSocketEnd(1006, "", new InvalidDataException($"The message has more than {_maxMessageBytes} bytes (MaxReceiveBytes)."));
                }

                if (received.EndOfMessage)
                {
                    Deliver(engine, transport, buffer.AsMemory(0, length), received.MessageType is WebSocketMessageType.Binary);
                    length = 0;
                    await engine.WhenReadyAsync(cancellationToken).ConfigureAwait(false);
                }

                buffer = Fit(buffer, length);
            }
        }
        catch (Exception)
        {
            return WebSocketEnd.Lost;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override async Task SendAsync(List<OutgoingFrame> frames, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);

        try
        {
            foreach (var frame in frames)
            {
                var data = MemoryMarshal.TryGetArray(frame.Data, out var array) ? array : new ArraySegment<byte>(frame.Data.ToArray());
                await _socket.SendAsync(data, frame.IsBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public override async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);

        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _socket.Dispose();

    // http becomes ws, and https wss.
    private static Uri ToWebSocket(Uri uri) => new("ws" + uri.AbsoluteUri.Substring("http".Length));

    private static void Deliver(EngineClient engine, ClientTransport transport, ReadOnlyMemory<byte> message, bool isBinary)
    {
        lock (engine.Gate)
        {
            if (isBinary)
            {
                engine.OnBinaryLocked(transport, message);
            }
            else
            {
                engine.OnTextLocked(transport, message);
            }
        }
    }

    // Room for the next part of a message; none is kept that only one large message needed.
    private static byte[] Fit(byte[] buffer, int length)
    {
        if (length < buffer.Length && (length > 0 || buffer.Length <= 8 * ReadSize))
        {
            return buffer;
        }

        var other = ArrayPool<byte>.Shared.Rent(length == 0 ? ReadSize : checked(length * 2));
        buffer.AsSpan(0, length).CopyTo(other);
        ArrayPool<byte>.Shared.Return(buffer);
        return other;
    }
}
