using System.Buffers.Text;
using System.Text;

namespace SocketIO.Load;

/// <summary>
/// The JSON hub protocol of ASP.NET Core SignalR, without negotiation.
/// </summary>
internal sealed class SignalRDialect : Dialect
{
    private const byte RecordSeparator = 0x1E;

    public override string WebSocketPath => "/hub";

    public override bool Supports(string scenario)
        => !scenario.StartsWith("bin", StringComparison.Ordinal) && !scenario.StartsWith("poll", StringComparison.Ordinal);

    public override void Greet(FrameWriter frames) => frames.WriteFrame(FrameWriter.Text, "{\"protocol\":\"json\",\"version\":1}\u001e"u8);

    public override bool Open(ReadOnlySpan<byte> message, FrameWriter frames)
        => message.SequenceEqual("{}\u001e"u8) ? true : throw Unexpected(message);

    public override void WriteEcho(FrameWriter frames, long id, Payload payload)
    {
        frames.Begin();
        WriteInvocation(frames, id);
        frames.Write("\"target\":\"Echo\",\"arguments\":[\""u8);
        frames.Write(payload.Data);
        frames.Write("\"]}\u001e"u8);
        frames.End(FrameWriter.Text);
    }

    public override void WriteSay(FrameWriter frames, Payload payload) => WriteEvent(frames, "Say"u8, payload);

    public override void WriteBroadcast(FrameWriter frames, Payload payload) => WriteEvent(frames, "Bcast"u8, payload);

    public override void WriteJoin(FrameWriter frames, long id) => WriteRequest(frames, id, "Join"u8);

    public override void WriteCollect(FrameWriter frames, long id) => WriteRequest(frames, id, "Gc"u8);

    public override void Read(WebSocketClient client, IClientOwner owner, bool isBinary, ReadOnlySpan<byte> message, FrameWriter frames)
    {
        // Hub messages that the server had ready together share a WebSocket message.
        while (!message.IsEmpty)
        {
            var end = message.IndexOf(RecordSeparator);
            ReadOne(client, owner, message[..end], frames);
            message = message[(end + 1)..];
        }
    }

    private static void ReadOne(WebSocketClient client, IClientOwner owner, ReadOnlySpan<byte> message, FrameWriter frames)
    {
        var completion = "{\"type\":3,\"invocationId\":\""u8;
        var invocation = "{\"type\":1,\"target\":\""u8;

        if (message.StartsWith(completion))
        {
            if (!Utf8Parser.TryParse(message[completion.Length..], out long id, out var digits))
            {
                throw Unexpected(message);
            }

            var rest = message[(completion.Length + digits)..];
            owner.OnReply(client, new Reply(ReplyKind.Acknowledgement, id, rest.StartsWith("\",\"result\":\""u8) ? rest.Length - "\",\"result\":\"\"}".Length : 0));
        }
        else if (message.StartsWith(invocation))
        {
            var kind = message[invocation.Length] is (byte)'m' ? ReplyKind.Delivery : ReplyKind.Said;
            owner.OnReply(client, new Reply(kind, -1, message.Length - invocation.Length - "msg\",\"arguments\":[\"\"]}".Length));
        }
        else if (message.SequenceEqual("{\"type\":6}"u8))
        {
            frames.WriteFrame(FrameWriter.Text, "{\"type\":6}\u001e"u8);
        }
        else
        {
            throw Unexpected(message);
        }
    }

    private static void WriteInvocation(FrameWriter frames, long id)
    {
        frames.Write("{\"type\":1,\"invocationId\":\""u8);
        frames.Write(id);
        frames.Write("\","u8);
    }

    private static void WriteRequest(FrameWriter frames, long id, ReadOnlySpan<byte> target)
    {
        frames.Begin();
        WriteInvocation(frames, id);
        frames.Write("\"target\":\""u8);
        frames.Write(target);
        frames.Write("\",\"arguments\":[]}\u001e"u8);
        frames.End(FrameWriter.Text);
    }

    private static void WriteEvent(FrameWriter frames, ReadOnlySpan<byte> target, Payload payload)
    {
        frames.Begin();
        frames.Write("{\"type\":1,\"target\":\""u8);
        frames.Write(target);
        frames.Write("\",\"arguments\":[\""u8);
        frames.Write(payload.Data);
        frames.Write("\"]}\u001e"u8);
        frames.End(FrameWriter.Text);
    }

    private static InvalidDataException Unexpected(ReadOnlySpan<byte> message)
        => new($"The server sent what no scenario expects: {Encoding.UTF8.GetString(message)}");
}
