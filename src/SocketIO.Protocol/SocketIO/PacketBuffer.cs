using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;

namespace SocketIO.Protocol;

/// <summary>
/// Encodes packets into memory that is used again for the next one. Not thread-safe: rent one, use it, return it.
/// </summary>
/// <remarks>
/// The payload is written first and the header then backwards in front of it, because whether a packet is binary, and how many
/// attachments it has, is only known at the end.
/// </remarks>
public sealed class PacketBuffer
{
    private const int InitialCapacity = 1024;

    // A thread keeps its buffer for ever: one packet of 100 MB must not pin as much on each of them.
    private const int MaxKeptCapacity = 256 * 1024;

    // Engine.IO type, packet type, attachments and dash, comma, acknowledgement id.
    private const int MaxHeaderLengthWithoutNamespace = 1 + 1 + 11 + 1 + 20;

    [ThreadStatic]
    private static PacketBuffer? _kept;

    private readonly GrowableBuffer _output = new(InitialCapacity);
    private readonly List<ReadOnlyMemory<byte>> _attachments = [];

    private PacketBuffer()
    {
    }

    /// <summary>Gets the last packet written, as an Engine.IO text packet: <c>42["a"]</c>. Valid until the next write or <see cref="Return"/>.</summary>
    public ReadOnlySpan<byte> Text => _output.Written;

    /// <summary>Gets a value indicating whether binary attachments belong to the packet; then only <see cref="ToEncodedPacket"/> has all of it.</summary>
    public bool HasAttachments => _attachments.Count > 0;

    /// <summary>Takes the buffer kept by this thread, or a new one.</summary>
    public static PacketBuffer Rent()
    {
        var buffer = _kept ?? new PacketBuffer();

        // Taken out: a converter of the application that emits while it serialises gets another one.
        _kept = null;
        return buffer;
    }

    /// <summary>Gives the buffer back to the calling thread. It must not be used afterwards.</summary>
    public void Return()
    {
        _attachments.Clear();

        if (_output.Capacity <= MaxKeptCapacity)
        {
            _kept = this;
        }
    }

    /// <summary>Writes an event or an acknowledgement, which becomes a binary one if an argument contains binary data.</summary>
    /// <param name="type"><see cref="PacketType.Event"/> or <see cref="PacketType.Ack"/>.</param>
    /// <param name="ns">The namespace, <c>/</c> for the main one.</param>
    /// <param name="ackId">The id of the acknowledgement asked for or given.</param>
    /// <param name="eventName">The event's name; <see langword="null"/> for an acknowledgement.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="serializer">Turns arguments into JSON. What it throws reaches the caller, and the buffer can still be used.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="type"/> is another.</exception>
    /// <exception cref="ArgumentNullException">An event without a name.</exception>
    public void Write(PacketType type, string ns, long? ackId, string? eventName, ReadOnlySpan<object?> arguments, IArgumentSerializer serializer)
    {
        if (type is not (PacketType.Event or PacketType.Ack))
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "Only events and acknowledgements have arguments; whether they are binary is found out here.");
        }

        if (eventName is null && type is PacketType.Event)
        {
            throw new ArgumentNullException(nameof(eventName));
        }

        Begin(ns);
        _output.Append((byte)'[');
        var isFirst = true;

        if (eventName is not null)
        {
            JsonText.WriteString(_output, eventName);
            isFirst = false;
        }

        foreach (var argument in arguments)
        {
            if (!isFirst)
            {
                _output.Append((byte)',');
            }

            ArgumentWriter.Write(_output, argument, serializer, _attachments);
            isFirst = false;
        }

        _output.Append((byte)']');
        WriteHeader(type, ns, ackId);
    }

    /// <summary>Writes a packet whose payload is not a list of arguments. Binary data in it is not made an attachment.</summary>
    /// <param name="type"><see cref="PacketType.Connect"/>, <see cref="PacketType.ConnectError"/> or <see cref="PacketType.Disconnect"/>.</param>
    /// <param name="ns">The namespace, <c>/</c> for the main one.</param>
    /// <param name="payload">The payload; <see langword="null"/> for none.</param>
    /// <param name="serializer">Turns the payload into JSON.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="type"/> is another.</exception>
    public void WriteRaw(PacketType type, string ns, object? payload, IArgumentSerializer serializer)
    {
        if (type is not (PacketType.Connect or PacketType.ConnectError or PacketType.Disconnect))
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "Events and acknowledgements have arguments.");
        }

        Begin(ns);

        if (payload is not null)
        {
            serializer.Serialize(_output, payload, null);
        }

        WriteHeader(type, ns, null);
    }

    /// <summary>Writes the confirmation that a namespace was joined: <c>40/admin,{"sid":"…","pid":"…"}</c>.</summary>
    /// <param name="ns">The namespace, <c>/</c> for the main one.</param>
    /// <param name="sid">The id of the socket.</param>
    /// <param name="pid">The secret with which the client may recover its state later, if any.</param>
    public void WriteConnect(string ns, string sid, string? pid = null)
    {
        Begin(ns);
        _output.Append("{\"sid\":"u8);
        JsonText.WriteString(_output, sid);

        if (pid is not null)
        {
            _output.Append(",\"pid\":"u8);
            JsonText.WriteString(_output, pid);
        }

        _output.Append((byte)'}');
        WriteHeader(PacketType.Connect, ns, null);
    }

    /// <summary>Writes the refusal of a namespace: <c>44/admin,{"message":"…","data":…}</c>.</summary>
    /// <param name="ns">The namespace, <c>/</c> for the main one.</param>
    /// <param name="message">What the client is told.</param>
    /// <param name="data">More for the client, <see langword="null"/> for nothing.</param>
    /// <param name="serializer">Turns <paramref name="data"/> into JSON.</param>
    public void WriteConnectError(string ns, string message, object? data, IArgumentSerializer serializer)
    {
        Begin(ns);
        _output.Append("{\"message\":"u8);
        JsonText.WriteString(_output, message);

        if (data is not null)
        {
            _output.Append(",\"data\":"u8);
            ArgumentWriter.Write(_output, data, serializer, null);
        }

        _output.Append((byte)'}');
        WriteHeader(PacketType.ConnectError, ns, null);
    }

    /// <summary>Copies the packet out. The caller may change its arrays afterwards.</summary>
    public EncodedPacket ToEncodedPacket() => EncodedPacket.Copy(Text, _attachments);

    /// <summary>Gets the packet in another format, without making one in the protocol's own.</summary>
    /// <param name="parser">The format.</param>
    public EncodedPacket Translate(PacketParser parser)
    {
        ArgumentNullException.ThrowIfNull(parser);
        return parser.Encode(new OutgoingPacket(Text, CollectionsMarshal.AsSpan(_attachments)));
    }

    private void Begin(string ns)
    {
        _attachments.Clear();
        _output.Clear(MaxHeaderLengthWithoutNamespace + Encoding.UTF8.GetMaxByteCount(ns.Length));
    }

    // Backwards: <4><type>[<attachments>-][<ns>,][<ack id>]
    private void WriteHeader(PacketType type, string ns, long? ackId)
    {
        if (ackId is { } id)
        {
            PrependNumber(id);
        }

        if (ns is not "/")
        {
            _output.Prepend((byte)',');
            Encoding.UTF8.GetBytes(ns, _output.Prepend(Encoding.UTF8.GetByteCount(ns)));
        }

        if (_attachments.Count > 0)
        {
            _output.Prepend((byte)'-');
            PrependNumber(_attachments.Count);
            type = type is PacketType.Event ? PacketType.BinaryEvent : PacketType.BinaryAck;
        }

        _output.Prepend((byte)('0' + (byte)type));
        _output.Prepend((byte)('0' + (byte)EnginePacketType.Message));
    }

    private void PrependNumber(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var length);
        digits[..length].CopyTo(_output.Prepend(length));
    }
}
