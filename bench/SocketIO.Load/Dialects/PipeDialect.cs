using System.Buffers.Text;

namespace SocketIO.Load;

/// <summary>
/// Frames for a server that echoes what it gets: the first letter says what for, digits and a comma are the id.
/// </summary>
internal sealed class PipeDialect : Dialect
{
    public override string WebSocketPath => "/pipe";

    public override bool Supports(string scenario) => !scenario.StartsWith("poll", StringComparison.Ordinal);

    public override void Greet(FrameWriter frames) => frames.WriteFrame(FrameWriter.Text, "o"u8);

    public override bool Open(ReadOnlySpan<byte> message, FrameWriter frames) => message.SequenceEqual("o"u8);

    public override void WriteEcho(FrameWriter frames, long id, Payload payload)
    {
        frames.Begin();
        frames.Write(payload.IsBinary ? "a"u8 : "e"u8);
        frames.Write(id);
        frames.Write(","u8);

        if (!payload.IsBinary)
        {
            frames.Write(payload.Data);
        }

        frames.End(FrameWriter.Text);

        if (payload.IsBinary)
        {
            frames.WriteFrame(FrameWriter.Binary, payload.Data);
        }
    }

    public override void WriteSay(FrameWriter frames, Payload payload) => WriteText(frames, "s"u8, payload.Data);

    public override void WriteBroadcast(FrameWriter frames, Payload payload) => WriteText(frames, "b"u8, payload.Data);

    public override void WriteJoin(FrameWriter frames, long id) => WriteText(frames, "j"u8, []);

    public override void WriteCollect(FrameWriter frames, long id) => WriteText(frames, "g"u8, []);

    public override void Read(WebSocketClient client, IClientOwner owner, bool isBinary, ReadOnlySpan<byte> message, FrameWriter frames)
    {
        if (isBinary)
        {
            owner.OnReply(client, new Reply(ReplyKind.Acknowledgement, client.AwaitedAttachment, message.Length));
            return;
        }

        switch (message[0])
        {
            case (byte)'a':
                Utf8Parser.TryParse(message[1..], out long awaited, out _);
                client.AwaitedAttachment = awaited;
                break;

            case (byte)'e':
                Utf8Parser.TryParse(message[1..], out long id, out var digits);
                owner.OnReply(client, new Reply(ReplyKind.Acknowledgement, id, message.Length - digits - 2));
                break;

            case (byte)'b':
                owner.OnReply(client, new Reply(ReplyKind.Delivery, -1, message.Length - 1));
                break;

            case (byte)'s':
                owner.OnReply(client, new Reply(ReplyKind.Said, -1, message.Length - 1));
                break;

            default:
                owner.OnReply(client, new Reply(ReplyKind.Acknowledgement, 0, message.Length - 1));
                break;
        }
    }

    private static void WriteText(FrameWriter frames, ReadOnlySpan<byte> command, ReadOnlySpan<byte> value)
    {
        frames.Begin();
        frames.Write(command);
        frames.Write(value);
        frames.End(FrameWriter.Text);
    }
}
