using System.Buffers;
using System.Text;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Server.Tests;

/// <summary>A parser as an application may write one: a packet is one text message, the packet object itself in JSON (like npm's socket.io-json-parser).</summary>
internal sealed class WholePacketParser : PacketParser
{
    private int _encoded;
    private int _decoders;

    /// <summary>Gets how many packets were translated.</summary>
    public int Encoded => _encoded;

    /// <summary>Gets how many connections have asked for a decoder.</summary>
    public int Decoders => _decoders;

    /// <summary>Gets or sets what is thrown instead of translating a packet.</summary>
    public Func<PacketType, Exception?> Failure { get; set; } = static _ => null;

    public override EncodedPacket Encode(in OutgoingPacket packet)
    {
        Interlocked.Increment(ref _encoded);

        if (Failure(packet.Type) is { } failure)
        {
            throw failure;
        }

        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteNumber("type", (int)packet.Type);
        json.WriteString("nsp", packet.Namespace);

        if (packet.AckId is { } id)
        {
            json.WriteNumber("id", id);
        }

        if (!packet.Payload.IsEmpty)
        {
            json.WritePropertyName("data");
            json.WriteRawValue(packet.Payload);
        }

        if (packet.Attachments.Length > 0)
        {
            json.WriteStartArray("binary");

            foreach (var attachment in packet.Attachments)
            {
                json.WriteBase64StringValue(attachment.Span);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return EncodedPacket.FromText(output.WrittenSpan);
    }

    public override MessageDecoder CreateDecoder(PacketLimits limits)
    {
        Interlocked.Increment(ref _decoders);
        return new Decoder(limits);
    }

    private sealed class Decoder(PacketLimits limits) : MessageDecoder
    {
        // Throws at what is not JSON, as parsers of the reference do.
        public override PacketError Add(ReadOnlySpan<byte> message, bool isBinary, out ReceivedPacket packet, out bool complete)
        {
            packet = default;
            complete = false;

            if (isBinary)
            {
                return PacketError.UnexpectedBinary;
            }

            var reader = new Utf8JsonReader(message);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            var type = root.TryGetProperty("type", out var number) && number.TryGetByte(out var digit) ? (PacketType)digit : PacketType.BinaryAck;
            var ns = root.TryGetProperty("nsp", out var name) ? name.GetString()! : string.Empty;
            var data = root.TryGetProperty("data", out var payload) ? payload.GetRawText() : string.Empty;
            var binary = root.TryGetProperty("binary", out var parts) ? parts.EnumerateArray().Select(part => (ReadOnlyMemory<byte>)part.GetBytesFromBase64()).ToArray() : null;
            long? id = root.TryGetProperty("id", out var ack) ? ack.GetInt64() : null;

            var error = Accept(type, Encoding.UTF8.GetBytes(ns), id, Encoding.UTF8.GetBytes(data), binary, limits, out packet);
            complete = error is PacketError.None;
            return error;
        }

        public override string GetErrorText(PacketError error, ReadOnlySpan<byte> message, bool isBinary) => $"not a packet: {error}";
    }
}
