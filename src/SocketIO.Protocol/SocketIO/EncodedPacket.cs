using System.Runtime.InteropServices;

namespace SocketIO.Protocol;

/// <summary>
/// A packet ready for the wire: one Engine.IO text packet and the binary messages that must follow it directly.
/// </summary>
/// <remarks>Immutable: one instance may be sent to many sessions from many threads.</remarks>
public sealed partial class EncodedPacket
{
    private readonly ReadOnlyMemory<byte>[] _attachments;
    private byte[]? _frames;
    private byte[]? _framesV3;
    private Translation? _translation;

    /// <summary>Initializes a new instance of the <see cref="EncodedPacket"/> class.</summary>
    /// <param name="text">The Engine.IO packet in UTF-8, type digit included, for example <c>42["a"]</c>; empty for binary messages alone. Must not be changed afterwards.</param>
    /// <param name="attachments">The binary messages that follow. Must not be changed afterwards.</param>
    public EncodedPacket(byte[] text, byte[][]? attachments = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        _attachments = attachments is null ? [] : Array.ConvertAll(attachments, static a => new ReadOnlyMemory<byte>(a));
        Size = text.Length + _attachments.Sum(static a => a.Length);
    }

    private EncodedPacket(byte[] text, ReadOnlyMemory<byte>[] attachments)
    {
        Text = text;
        _attachments = attachments;
        Size = text.Length + attachments.Sum(static a => a.Length);
    }

    private EncodedPacket(byte[] frames, ReadOnlyMemory<byte> text, ReadOnlyMemory<byte>[] attachments, int size)
    {
        _frames = frames;
        Text = text;
        _attachments = attachments;
        Size = size;
    }

    /// <summary>Gets the heartbeat of the server, <c>2</c>.</summary>
    public static EncodedPacket Ping { get; } = new("2"u8.ToArray());

    /// <summary>Gets the answer to a heartbeat, <c>3</c>.</summary>
    public static EncodedPacket Pong { get; } = new("3"u8.ToArray());

    /// <summary>Gets the answer to the probe of a transport, <c>3probe</c>.</summary>
    public static EncodedPacket ProbePong { get; } = new("3probe"u8.ToArray());

    /// <summary>Gets the packet that ends a poll during an upgrade, <c>6</c>.</summary>
    public static EncodedPacket Noop { get; } = new("6"u8.ToArray());

    /// <summary>Gets the packet that closes a session, <c>1</c>.</summary>
    public static EncodedPacket Close { get; } = new("1"u8.ToArray());

    /// <summary>Gets the Engine.IO text packet in UTF-8, type digit included.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>Gets the binary messages that follow.</summary>
    public ReadOnlySpan<ReadOnlyMemory<byte>> Attachments => _attachments;

    /// <summary>Gets a value indicating whether binary messages follow.</summary>
    public bool HasAttachments => _attachments.Length > 0;

    /// <summary>Gets the number of bytes of the text and all attachments.</summary>
    public int Size { get; }

    /// <summary>Gets the packet as a server's WebSocket frames, one after another: final, unmasked, uncompressed.</summary>
    // Two threads may build the frames at once; the first to publish wins. That wastes one copy in the rare race, where a
    // lock would cost every send.
    public ReadOnlyMemory<byte> WebSocketFrames
        => Volatile.Read(ref _frames) ?? Interlocked.CompareExchange(ref _frames, Frame(Text.Span, _attachments, out _), null) ?? _frames;

    /// <summary>Gets the same for a client of Engine.IO v3, whose binary messages begin with their type.</summary>
    public ReadOnlyMemory<byte> WebSocketFramesV3
        => !HasAttachments ? WebSocketFrames
            : Volatile.Read(ref _framesV3) ?? Interlocked.CompareExchange(ref _framesV3, FrameV3(Text.Span, _attachments), null) ?? _framesV3;

    /// <summary>Makes what goes on the wire for a packet that is one text message.</summary>
    /// <param name="message">The message in UTF-8, which is copied. It must be valid, or the peer's WebSocket ends the connection.</param>
    public static EncodedPacket FromText(ReadOnlySpan<byte> message)
    {
        var text = new byte[message.Length + 1];
        text[0] = (byte)('0' + (byte)EnginePacketType.Message);
        message.CopyTo(text.AsSpan(1));
        return new EncodedPacket(text);
    }

    /// <summary>Makes what goes on the wire for a packet that is one binary message.</summary>
    /// <param name="message">The message, which is copied.</param>
    public static EncodedPacket FromBinary(ReadOnlySpan<byte> message)
    {
        var header = FrameHeader.ServerSize(message.Length);
        var frames = GC.AllocateUninitializedArray<byte>(header + message.Length);
        FrameHeader.WriteFrame(frames, FrameOpcode.Binary, message);
        return new EncodedPacket(frames, default, [frames.AsMemory(header)], message.Length);
    }

    /// <summary>Gets the packet in another format. It is translated once, however many sessions it is sent to.</summary>
    /// <param name="parser">The format. The packet is in the protocol's own.</param>
    // Two threads may translate at once; both results are the same.
    public EncodedPacket Translate(PacketParser parser)
    {
        ArgumentNullException.ThrowIfNull(parser);

        if (Volatile.Read(ref _translation) is { } known && ReferenceEquals(known.Parser, parser))
        {
            return known.Packet;
        }

        var packet = parser.Encode(new OutgoingPacket(Text.Span, _attachments));
        Volatile.Write(ref _translation, new Translation(parser, packet));
        return packet;
    }

    /// <summary>Copies a packet. Its frames are built at once, and text and attachments are parts of them: one array holds all.</summary>
    /// <param name="text">The text.</param>
    /// <param name="attachments">The attachments.</param>
    internal static EncodedPacket Copy(ReadOnlySpan<byte> text, List<ReadOnlyMemory<byte>> attachments)
    {
        var sources = CollectionsMarshal.AsSpan(attachments);
        var frames = Frame(text, sources, out var size);
        var position = FrameHeader.ServerSize(text.Length);
        var textPart = new ReadOnlyMemory<byte>(frames, position, text.Length);
        position += text.Length;
        var attachmentParts = sources.IsEmpty ? [] : new ReadOnlyMemory<byte>[sources.Length];

        for (var i = 0; i < attachmentParts.Length; i++)
        {
            position += FrameHeader.ServerSize(sources[i].Length);
            attachmentParts[i] = new ReadOnlyMemory<byte>(frames, position, sources[i].Length);
            position += sources[i].Length;
        }

        return new EncodedPacket(frames, textPart, attachmentParts, size);
    }

    private static byte[] Frame(ReadOnlySpan<byte> text, ReadOnlySpan<ReadOnlyMemory<byte>> attachments, out int size)
    {
        size = text.Length;
        var total = text.IsEmpty ? 0 : FrameHeader.ServerSize(text.Length) + text.Length;

        foreach (var attachment in attachments)
        {
            size += attachment.Length;
            total = checked(total + FrameHeader.ServerSize(attachment.Length) + attachment.Length);
        }

        var frames = GC.AllocateUninitializedArray<byte>(total);
        var position = text.IsEmpty ? 0 : FrameHeader.WriteFrame(frames, FrameOpcode.Text, text);

        foreach (var attachment in attachments)
        {
            position += FrameHeader.WriteFrame(frames.AsSpan(position), FrameOpcode.Binary, attachment.Span);
        }

        return frames;
    }

    private static byte[] FrameV3(ReadOnlySpan<byte> text, ReadOnlySpan<ReadOnlyMemory<byte>> attachments)
        => Frame(text, Array.ConvertAll(attachments.ToArray(), static a => (ReadOnlyMemory<byte>)(byte[])[EngineCodecV3.BinaryMessage, .. a.Span]), out _);

    private sealed record Translation(PacketParser Parser, EncodedPacket Packet);
}
