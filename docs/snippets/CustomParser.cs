using System.Text;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Snippets.CustomParsers;

internal static class CustomParser
{
    public static void MessagePack(WebApplicationBuilder builder)
    {
        // snippet: custom-parser/messagepack
        builder.Services.AddSocketIO().AddMessagePackParser();
        // end
    }

    public static void Use(WebApplicationBuilder builder)
    {
        // snippet: custom-parser/use
        builder.Services.AddSocketIO(options => options.Parser = new PlainParser());
        // end
    }
}

// snippet: custom-parser/parser
// A packet is an array in text: [type, namespace, id, payload].
public sealed class PlainParser : PacketParser
{
    public override EncodedPacket Encode(in OutgoingPacket packet)
    {
        if (packet.Attachments.Length > 0)
        {
            throw new NotSupportedException("This format has no place for binary data.");
        }

        var id = packet.AckId is { } number ? $"{number}" : "null";
        var payload = packet.Payload.IsEmpty ? "null" : Encoding.UTF8.GetString(packet.Payload);
        return EncodedPacket.FromText(Encoding.UTF8.GetBytes($"[{(int)packet.Type},\"{Encoding.UTF8.GetString(packet.Namespace)}\",{id},{payload}]"));
    }

    public override MessageDecoder CreateDecoder(PacketLimits limits) => new PlainDecoder(limits);
}

public sealed class PlainDecoder(PacketLimits limits) : MessageDecoder
{
    public override PacketError Add(ReadOnlySpan<byte> message, bool isBinary, out ReceivedPacket packet, out bool complete)
    {
        packet = default;
        complete = false;

        if (isBinary)
        {
            return PacketError.UnexpectedBinary;
        }

        try
        {
            var parts = JsonSerializer.Deserialize<JsonElement[]>(message);

            if (parts is not [var type, var ns, var id, var payload])
            {
                return PacketError.InvalidEncoding;
            }

            var error = Accept(
                (PacketType)type.GetByte(),
                Encoding.UTF8.GetBytes(ns.GetString() ?? ""),
                id.ValueKind is JsonValueKind.Null ? null : id.GetInt64(),
                payload.ValueKind is JsonValueKind.Null ? default : Encoding.UTF8.GetBytes(payload.GetRawText()),
                attachments: null,
                limits,
                out packet);
            complete = error is PacketError.None;
            return error;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return PacketError.InvalidEncoding;
        }
    }
}
// end
