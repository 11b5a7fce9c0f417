namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// Writes MessagePack as JSON. A walk instead of a recursion: the peer decides the depth.
/// </summary>
internal static class MessagePackTranslator
{
    // The default of PacketLimits.MaxJsonDepth, so that a packet does not cost an array.
    private const int InlineDepth = 64;

    /// <summary>Writes one value as JSON.</summary>
    /// <param name="builder">Receives the JSON.</param>
    /// <param name="value">The value with all that is in it.</param>
    /// <param name="limits">Bounds the depth and the size of the JSON, which is longer than the MessagePack.</param>
    /// <param name="dialect">What extensions mean.</param>
    public static PacketError Write(JsonBuilder builder, ReadOnlySpan<byte> value, PacketLimits limits, Dialect dialect = Dialect.Parser)
    {
        Span<Container> open = stackalloc Container[InlineDepth];
        var reader = new MessagePackReader(value, dialect);
        var depth = 0;

        while (true)
        {
            if (!reader.Read())
            {
                return PacketError.InvalidEncoding;
            }

            if (reader.Type is TokenType.Array or TokenType.Map)
            {
                if (depth == limits.MaxJsonDepth)
                {
                    return PacketError.PayloadTooDeep;
                }

                if (depth == open.Length)
                {
                    var larger = new Container[Math.Min(open.Length * 2, limits.MaxJsonDepth)];
                    open.CopyTo(larger);
                    open = larger;
                }

                var isMap = reader.Type is TokenType.Map;
                open[depth++] = new Container(reader.Count, isMap);
                builder.WriteRaw(isMap ? '{' : '[');
            }
            else
            {
                builder.WriteScalar(reader);
            }

            if (builder.Size > limits.MaxPacketBytes)
            {
                return PacketError.PacketTooLarge;
            }

            var error = MoveOn(builder, ref reader, open, ref depth);

            if (error != PacketError.None || depth == 0)
            {
                return error;
            }
        }
    }

    // To the next value, past the ends of arrays and maps and past the name of a property.
    private static PacketError MoveOn(JsonBuilder builder, ref MessagePackReader reader, scoped Span<Container> open, ref int depth)
    {
        while (depth > 0)
        {
            ref var container = ref open[depth - 1];

            if (container.Remaining == 0)
            {
                builder.WriteRaw(container.IsMap ? '}' : ']');
                depth--;
                continue;
            }

            container.Remaining--;

            if (container.IsMap)
            {
                if (!reader.Read())
                {
                    return PacketError.InvalidEncoding;
                }

                // In JavaScript this sets the prototype of the object: it has no such property, and none is sent on.
                if (reader.Type is TokenType.String && reader.Bytes.SequenceEqual("__proto__"u8))
                {
                    if (!reader.Skip())
                    {
                        return PacketError.InvalidEncoding;
                    }

                    continue;
                }
            }

            if (container.HasElements)
            {
                builder.WriteRaw(',');
            }

            container.HasElements = true;
            return container.IsMap && !builder.TryWriteName(reader) ? PacketError.InvalidPayload : PacketError.None;
        }

        return PacketError.None;
    }

    private struct Container(int remaining, bool isMap)
    {
        public int Remaining = remaining;
        public bool IsMap = isMap;
        public bool HasElements;
    }
}
