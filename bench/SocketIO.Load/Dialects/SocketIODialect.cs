using System.Buffers.Text;
using System.Text;

namespace SocketIO.Load;

/// <summary>
/// Socket.IO 5 over Engine.IO 4, as far as the load contract needs it.
/// </summary>
internal sealed class SocketIODialect : Dialect
{
    public const string PollingPath = "/socket.io/?EIO=4&transport=polling";

    public override string WebSocketPath => "/socket.io/?EIO=4&transport=websocket";

    private static ReadOnlySpan<byte> Placeholder => "{\"_placeholder\":true,\"num\":0}"u8;

    public override void Greet(FrameWriter frames)
    {
        // The server speaks first.
    }

    public override bool Open(ReadOnlySpan<byte> message, FrameWriter frames)
    {
        if (message.StartsWith("0{"u8))
        {
            frames.WriteFrame(FrameWriter.Text, "40"u8);
            return false;
        }

        return message.StartsWith("40{\"sid\":"u8) ? true : throw Unexpected(message);
    }

    public override void WriteEcho(FrameWriter frames, long id, Payload payload)
    {
        frames.Begin();
        frames.Write(payload.IsBinary ? "451-"u8 : "42"u8);
        frames.Write(id);
        frames.Write("[\"echo\","u8);
        WriteValue(frames, payload);
    }

    public override void WriteSay(FrameWriter frames, Payload payload)
    {
        frames.Begin();
        frames.Write("42[\"say\","u8);
        WriteValue(frames, payload);
    }

    public override void WriteBroadcast(FrameWriter frames, Payload payload)
    {
        frames.Begin();
        frames.Write("42[\"bcast\","u8);
        WriteValue(frames, payload);
    }

    public override void WriteJoin(FrameWriter frames, long id) => WriteRequest(frames, id, "[\"join\"]"u8);

    public override void WriteCollect(FrameWriter frames, long id) => WriteRequest(frames, id, "[\"gc\"]"u8);

    public override void Read(WebSocketClient client, IClientOwner owner, bool isBinary, ReadOnlySpan<byte> message, FrameWriter frames)
    {
        if (isBinary)
        {
            var id = client.AwaitedAttachment;
            client.AwaitedAttachment = -1;
            owner.OnReply(client, id >= 0 ? new Reply(ReplyKind.Acknowledgement, id, message.Length) : throw Unexpected(message));
        }
        else if (message.StartsWith("43"u8))
        {
            var id = ReadId(ref message, 2);
            owner.OnReply(client, new Reply(ReplyKind.Acknowledgement, id, message.SequenceEqual("[]"u8) ? 0 : StringLength(message, 1)));
        }
        else if (message.StartsWith("42[\"msg\","u8))
        {
            owner.OnReply(client, new Reply(ReplyKind.Delivery, -1, StringLength(message, 9)));
        }
        else if (message.StartsWith("42[\"say\","u8))
        {
            owner.OnReply(client, new Reply(ReplyKind.Said, -1, StringLength(message, 9)));
        }
        else if (message.StartsWith("461-"u8))
        {
            var id = ReadId(ref message, 4);
            client.AwaitedAttachment = message[1..^1].SequenceEqual(Placeholder) ? id : throw Unexpected(message);
        }
        else if (message.SequenceEqual("2"u8))
        {
            frames.WriteFrame(FrameWriter.Text, "3"u8);
            owner.OnHeartbeat(client);
        }
        else
        {
            throw Unexpected(message);
        }
    }

    private static void WriteRequest(FrameWriter frames, long id, ReadOnlySpan<byte> json)
    {
        frames.Begin();
        frames.Write("42"u8);
        frames.Write(id);
        frames.Write(json);
        frames.End(FrameWriter.Text);
    }

    private static void WriteValue(FrameWriter frames, Payload payload)
    {
        if (payload.IsBinary)
        {
            frames.Write(Placeholder);
            frames.Write("]"u8);
            frames.End(FrameWriter.Text);
            frames.WriteFrame(FrameWriter.Binary, payload.Data);
            return;
        }

        frames.Write("\""u8);
        frames.Write(payload.Data);
        frames.Write("\"]"u8);
        frames.End(FrameWriter.Text);
    }

    private static long ReadId(ref ReadOnlySpan<byte> message, int start)
    {
        if (!Utf8Parser.TryParse(message[start..], out long id, out var digits))
        {
            throw Unexpected(message);
        }

        message = message[(start + digits)..];
        return id;
    }

    // The length of a string that is the last value of an array: from its opening quote to its closing quote and bracket.
    private static int StringLength(ReadOnlySpan<byte> json, int start)
        => json[start] is (byte)'"' && json.EndsWith("\"]"u8) ? json.Length - start - 3 : throw Unexpected(json);

    private static InvalidDataException Unexpected(ReadOnlySpan<byte> message)
        => new($"The server sent what no scenario expects: {Encoding.UTF8.GetString(message)}");
}
