using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// A WebSocket that frames messages itself, on the connection that is left behind a handshake: all that waits is sent at once, and all that has arrived is
/// handled at once.
/// </summary>
internal sealed class FramedWebSocket : WebSocketLink
{
    private const int ReadSize = 8 * 1024;

    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;
    private readonly FrameReader _frames;
    private readonly MaskedWriter _writer;
    private readonly SemaphoreSlim _writing = new(1);

    private FramedWebSocket(HttpResponseMessage response, Stream stream, EngineSettings settings)
    {
        var (inflater, deflater) = ClientDeflate.Agree(WebSocketHandshake.HeaderOf(response, "Sec-WebSocket-Extensions"), settings.Options.PerMessageDeflate);
        _response = response;
        _stream = stream;
        _frames = new FrameReader(new ClientFrameSettings { MaxMessageBytes = settings.MaxReceiveBytes, MaxFragments = int.MaxValue }, inflater);
        _writer = new MaskedWriter(stream, deflater);
    }

    public static new async Task<WebSocketLink> ConnectAsync(EngineSettings settings, Uri uri, CancellationToken cancellationToken)
    {
        var key = WebSocketHandshake.MakeKey();
        var response = await settings.Http.SendAsync(target => WebSocketHandshake.MakeRequest(settings, target, key), uri, cancellationToken).ConfigureAwait(false);

        try
        {
            if (WebSocketHandshake.FindFault(response, settings, key) is { } fault)
            {
                var context = await HttpFailure.DescribeAsync(ClientTransport.WebSocket, response, uri, "GET", settings.Time, cancellationToken).ConfigureAwait(false);
                throw new TransportException("websocket error", context, new InvalidDataException(fault));
            }

            return new FramedWebSocket(response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), settings);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public override async Task<WebSocketEnd> ReceiveAsync(EngineClient engine, ClientTransport transport, CancellationToken cancellationToken)
    {
        // Whoever waits for the stream is freed when it ends: a read may not be cancelled in every state of a connection.
        using var abort = cancellationToken.Register(static socket => ((FramedWebSocket)socket!).Dispose(), this);
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        var ended = new TaskCompletionSource<WebSocketEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = ReadOnAsync(_stream.ReadAsync(buffer, cancellationToken));
        var end = await ended.Task.ConfigureAwait(false);
        _frames.Stop();
        ArrayPool<byte>.Shared.Return(buffer);
        return end;

        // The next read is waited for by a call of its own, so that this thread is free for what the last one has brought.
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        async ValueTask ReadOnAsync(ValueTask<int> read)
        {
            try
            {
                while (true)
                {
                    var work = default(BatchWork);
                    var end = await read.ConfigureAwait(false) is > 0 and var count
                        ? await HandleAsync(buffer.AsMemory(0, count), engine, transport, out work, cancellationToken).ConfigureAwait(false)
                        : WebSocketEnd.Lost;

                    if (end is not null)
                    {
                        work.Schedule();
                        ended.TrySetResult(end.Value);
                        return;
                    }

                    var ready = engine.WhenReadyAsync(cancellationToken);

                    if (!ready.IsCompleted)
                    {
                        work.Schedule();
                        work = default;
                        await ready.ConfigureAwait(false);
                    }

                    read = _stream.ReadAsync(buffer, cancellationToken);

                    if (!read.IsCompleted)
                    {
                        _ = ReadOnAsync(read);
                        work.DoHere();
                        return;
                    }

                    work.Schedule();
                }
            }
            catch (Exception)
            {
                ended.TrySetResult(WebSocketEnd.Lost);
            }
        }
    }

    public override async Task SendAsync(List<OutgoingFrame> frames, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);

        try
        {
            await _writer.WriteAsync(frames, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public override Task CloseAsync(CancellationToken cancellationToken) => SendControlAsync(FrameOpcode.Close, [], cancellationToken);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stream.Dispose();
        _response.Dispose();
    }

    private ValueTask<WebSocketEnd?> HandleAsync(Memory<byte> bytes, EngineClient engine, ClientTransport transport, out BatchWork work, CancellationToken cancellationToken)
    {
        byte[]? ping = null;
        WebSocketEnd? end;

        // All messages of a chunk in one go: the connection's lock is taken once.
        lock (engine.Gate)
        {
            engine.BeginBatchLocked();

            try
            {
                end = HandleLocked(bytes, engine, transport, ref ping);
            }
            finally
            {
                work = engine.EndBatchLocked();
            }
        }

        return end is null && ping is null ? default : AnswerAsync(end, ping, cancellationToken);
    }

    private async ValueTask<WebSocketEnd?> AnswerAsync(WebSocketEnd? end, byte[]? ping, CancellationToken cancellationToken)
    {
        if (ping is not null)
        {
            await SendControlAsync(FrameOpcode.Pong, ping, cancellationToken).ConfigureAwait(false);
        }

        if (end is { Error: null })
        {
            await SendControlAsync(FrameOpcode.Close, [], cancellationToken).ConfigureAwait(false);
        }

        return end;
    }

    private WebSocketEnd? HandleLocked(Memory<byte> bytes, EngineClient engine, ClientTransport transport, ref byte[]? ping)
    {
        while (true)
        {
            switch (_frames.Read(ref bytes, following: 0))
            {
                case FrameEvent.None:
                    return null;

                case FrameEvent.Text:
                    engine.OnTextLocked(transport, _frames.Payload);
                    _frames.ReleaseMessage();
                    break;

                case FrameEvent.Binary:
                    engine.OnBinaryLocked(transport, _frames.Payload);
                    _frames.ReleaseMessage();
                    break;

                case FrameEvent.Ping:
                    ping = _frames.Payload.ToArray();
                    break;

                case FrameEvent.Close:
                    return new WebSocketEnd(_frames.CloseCode ?? WebSocketEnd.NoCode, Encoding.UTF8.GetString(_frames.Payload.Span));

                case FrameEvent.Error:
                    return new WebSocketEnd(1006, "", new InvalidDataException($"The server's frames are refused: {_frames.Error}."));
            }
        }
    }

    private async Task SendControlAsync(FrameOpcode opcode, byte[] payload, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);

        try
        {
            await _writer.WriteControlAsync(opcode, payload, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }
}
