namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// The parts of a packet, found in its map and checked as the reference checks them.
/// </summary>
internal ref struct PacketMap
{
    // 2^53: beyond it a floating-point number is no certain integer.
    private const double MaxSafeInteger = 9_007_199_254_740_992;

    private MessagePackReader _type;
    private MessagePackReader _namespace;
    private MessagePackReader _ackId;
    private MessagePackReader _data;

    /// <summary>Gets what the packet is for.</summary>
    public PacketType Type { get; private set; }

    /// <summary>Gets the namespace in UTF-8.</summary>
    public readonly ReadOnlySpan<byte> Namespace => _namespace.Bytes;

    /// <summary>Gets the id of the acknowledgement asked for or given, if any.</summary>
    public long? AckId { get; private set; }

    /// <summary>Gets the payload as MessagePack; empty for none.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>Reads a packet.</summary>
    /// <param name="message">The message.</param>
    /// <param name="map">The packet. Of its payload, only the kind has been looked at.</param>
    public static PacketError Read(ReadOnlySpan<byte> message, out PacketMap map)
    {
        map = default;
        PacketMap found = default;
        var reader = new MessagePackReader(message);

        if (!reader.Read())
        {
            return PacketError.InvalidEncoding;
        }

        var count = reader.Type is TokenType.Map ? reader.Count : 0;

        for (var i = 0; i < count; i++)
        {
            if (!found.ReadPair(ref reader))
            {
                return PacketError.InvalidEncoding;
            }
        }

        // What is not a map, though it may be valid, is no packet of any type.
        if (count == 0 || !reader.Rest.IsEmpty)
        {
            return count == 0 ? PacketError.UnknownType : PacketError.InvalidEncoding;
        }

        var error = found.Check();
        map = found;
        return error;
    }

    // The last of several equal keys counts.
    private bool ReadPair(ref MessagePackReader reader)
    {
        var before = reader.Rest;

        if (!reader.Read())
        {
            return false;
        }

        var key = reader.Type is TokenType.String ? reader.Bytes : default;

        if (reader.Type is TokenType.Array or TokenType.Map)
        {
            // Nothing that could be one of the names; with all that is in it.
            reader = new MessagePackReader(before);

            if (!reader.Skip())
            {
                return false;
            }
        }

        var value = reader;

        if (!value.Read())
        {
            return false;
        }

        if (key.SequenceEqual("type"u8))
        {
            _type = value;
        }
        else if (key.SequenceEqual("nsp"u8))
        {
            _namespace = value;
        }
        else if (key.SequenceEqual("id"u8))
        {
            _ackId = value;
        }
        else if (key.SequenceEqual("data"u8))
        {
            _data = value;
            Data = reader.Rest;
        }

        if (!reader.Skip())
        {
            return false;
        }

        if (key.SequenceEqual("data"u8))
        {
            Data = Data[..^reader.Rest.Length];
        }

        return true;
    }

    // In the order of the reference, which decides what an application is told of a packet that is wrong in several ways.
    private PacketError Check()
    {
        if (!TryGetInteger(_type, out var type) || type is < (long)PacketType.Connect or > (long)PacketType.ConnectError)
        {
            return PacketError.UnknownType;
        }

        Type = (PacketType)type;

        if (_namespace.Type is not TokenType.String)
        {
            return PacketError.InvalidNamespace;
        }

        var isAbsent = _data.Type is TokenType.Invalid or TokenType.Undefined;

        if (isAbsent)
        {
            Data = default;
        }

        var isValid = Type switch
        {
            PacketType.Connect => isAbsent || _data.Type is TokenType.Map,
            PacketType.Disconnect => isAbsent,
            PacketType.ConnectError => _data.Type is TokenType.Map or TokenType.String,
            _ => _data.Type is TokenType.Array,
        };

        if (!isValid)
        {
            return PacketError.InvalidPayload;
        }

        if (_ackId.Type is not (TokenType.Invalid or TokenType.Undefined))
        {
            if (!TryGetInteger(_ackId, out var id))
            {
                return PacketError.InvalidAckId;
            }

            AckId = id;
        }

        return PacketError.None;
    }

    private static bool TryGetInteger(in MessagePackReader value, out long integer)
    {
        integer = value.Integer;

        switch (value.Type)
        {
            case TokenType.Integer:
                return true;

            // To JavaScript 2.0 is an integer, too.
            case TokenType.Single or TokenType.Double when Math.Floor(value.Number) == value.Number && Math.Abs(value.Number) <= MaxSafeInteger:
                integer = (long)value.Number;
                return true;

            default:
                return false;
        }
    }
}
