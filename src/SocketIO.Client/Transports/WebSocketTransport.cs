using System.Buffers.Text;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// A WebSocket: each packet is a frame.
/// </summary>
internal sealed class WebSocketTransport(EngineClient engine, EngineSettings settings) : ClientTransport(engine, settings)
{
    private const string Error = "websocket error";
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebSocketLink? _link;

    public override string Name => WebSocket;

    public override async Task RunAsync()
    {
        var uri = Settings.MakeUri(Name, Engine.Version, Engine.Sid);

        try
        {
            _link = await WebSocketLink.ConnectAsync(Settings, uri, Aborted).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _ended.TrySetResult();
            Engine.OnTransportError(this, e as TransportException ?? new TransportException(Error, HttpFailure.Describe(Name, uri, "GET"), e));
            return;
        }

        WebSocketEnd end;

        using (_link)
        {
            Engine.OnTransportOpen(this);
            end = await _link.ReceiveAsync(Engine, this, Aborted).ConfigureAwait(false);
        }

        _ended.TrySetResult();

        if (end.Error is { } error)
        {
            Engine.OnTransportError(this, new TransportException(Error, HttpFailure.Describe(Name, uri, "GET"), error));
        }
        else
        {
            var context = new TransportErrorContext(Name, "GET", HttpFailure.WithoutQuery(uri)) { CloseCode = end.CloseCode, CloseReason = end.CloseReason };
            Engine.OnTransportClose(this, DisconnectDetails.Closed("websocket connection closed", context));
        }
    }

    public override async Task SendAsync(List<OutgoingFrame> frames)
    {
        if (Settings.Options.ForceBase64)
        {
            EncodeBinary(frames, Engine.Version);
        }
        else if (Engine.Version == EngineClient.Version3)
        {
            MarkBinary(frames);
        }

        try
        {
            await _link!.SendAsync(frames, Aborted).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The end of the connection is noticed, and reported, by whoever reads.
            Abort();
        }
    }

    public override async Task CloseAsync()
    {
        if (_link is { } link)
        {
            using var limit = Settings.Time.CreateCancellationTokenSource(CloseLimit);

            try
            {
                await link.CloseAsync(limit.Token).ConfigureAwait(false);
                await _ended.Task.WaitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // The server does not answer: then it is closed without its agreement.
            }
        }

        Abort();
    }

    // Base64 with the letter b in front, and the type behind it in Engine.IO 3.
    private static void EncodeBinary(List<OutgoingFrame> frames, int version)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            if (frames[i].IsBinary)
            {
                var prefix = version == EngineClient.Version3 ? "b4"u8 : "b"u8;
                var data = frames[i].Data.Span;
                var text = new byte[prefix.Length + Base64.GetMaxEncodedToUtf8Length(data.Length)];
                prefix.CopyTo(text);
                Base64.EncodeToUtf8(data, text.AsSpan(prefix.Length), out _, out _);
                frames[i] = new OutgoingFrame(text, isBinary: false, frames[i].Compress);
            }
        }
    }

    private static void MarkBinary(List<OutgoingFrame> frames)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            if (frames[i].IsBinary)
            {
                frames[i] = new OutgoingFrame((byte[])[EngineCodecV3.BinaryMessage, .. frames[i].Data.Span], isBinary: true, frames[i].Compress);
            }
        }
    }
}
