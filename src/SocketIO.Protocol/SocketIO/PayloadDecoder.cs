namespace SocketIO.Protocol;

/// <summary>
/// Decodes the JSON behind a <see cref="PacketHeader"/>: checks it, and finds the event's name and arguments.
/// </summary>
internal static class PayloadDecoder
{
    // 2^53 - 1 has 16 digits: a number of fewer is one that JavaScript can write without an exponent and without rounding.
    private const int MaxNumericNameDigits = 15;

    /// <summary>Decodes a payload.</summary>
    /// <param name="header">What precedes the payload.</param>
    /// <param name="limits">Bounds the payload.</param>
    /// <param name="packet">The packet. Of a binary one, the attachments are still missing.</param>
    public static PacketError Decode(PacketHeader header, PacketLimits limits, out ReceivedPacket packet)
    {
        packet = default;
        var payload = header.Payload;

        if (payload.IsEmpty)
        {
            // The header has refused the types that need a payload.
            packet = new ReceivedPacket(header.Type, header.Namespace, header.AckId, default, default, 0, 0, null);
            return PacketError.None;
        }

        if (header.Type is PacketType.Connect && payload.Length > limits.MaxAuthBytes)
        {
            return PacketError.AuthTooLarge;
        }

        var error = JsonValidator.Validate(payload, limits.MaxJsonDepth, out var outline);

        if (error != PacketError.None)
        {
            return error;
        }

        if (outline.HasLoneSurrogates)
        {
            var repaired = payload.ToArray();
            JsonEscape.ReplaceLoneSurrogates(repaired);
            payload = repaired;
        }

        switch (header.Type)
        {
            case PacketType.Connect:
            case PacketType.ConnectError:
                packet = new ReceivedPacket(header.Type, header.Namespace, null, default, payload, 0, 1, null);
                return PacketError.None;

            case PacketType.Event:
            case PacketType.BinaryEvent:
                return DecodeEvent(header, payload, outline, out packet);

            default:
                packet = new ReceivedPacket(
                    PacketType.Ack,
                    header.Namespace,
                    header.AckId,
                    default,
                    payload,
                    outline.Count > 0 ? outline.FirstStart : outline.ArrayEnd,
                    outline.Count,
                    null);
                return ValidateAttachments(header, payload);
        }
    }

    private static PacketError DecodeEvent(PacketHeader header, ReadOnlySpan<byte> payload, scoped in JsonOutline outline, out ReceivedPacket packet)
    {
        packet = default;

        if (outline.Count == 0)
        {
            return PacketError.InvalidEventName;
        }

        var error = ReadName(payload[outline.FirstStart..outline.FirstEnd], out var name);

        if (error != PacketError.None)
        {
            return error;
        }

        packet = new ReceivedPacket(
            PacketType.Event,
            header.Namespace,
            header.AckId,
            name,
            payload,
            outline.Count > 1 ? outline.SecondStart : outline.ArrayEnd,
            outline.Count - 1,
            null);
        return ValidateAttachments(header, payload);
    }

    private static PacketError ValidateAttachments(PacketHeader header, ReadOnlySpan<byte> payload)
        => header.Attachments == 0 ? PacketError.None : Placeholders.Validate(payload, header.Attachments);

    private static PacketError ReadName(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> name)
    {
        name = default;

        switch (json[0])
        {
            case (byte)'"':
                name = json[1..^1];

                if (name.Contains((byte)'\\'))
                {
                    var unescaped = new byte[name.Length];
                    name = unescaped.AsSpan(0, JsonEscape.Unescape(name, unescaped));
                }

                return ReservedEvents.Contains(name) ? PacketError.ReservedEventName : PacketError.None;

            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                // "-0" is the number 0, whose text has no sign.
                name = json.SequenceEqual("-0"u8) ? json[1..] : json;
                var digits = name[0] == '-' ? name[1..] : name;
                return digits.Length <= MaxNumericNameDigits && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
                    ? PacketError.None
                    : PacketError.InvalidEventName;

            default:
                return PacketError.InvalidEventName;
        }
    }
}
