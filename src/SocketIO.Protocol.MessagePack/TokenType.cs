namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// What a MessagePack value is.
/// </summary>
internal enum TokenType : byte
{
    /// <summary>Nothing that can be read: cut short, longer than what there is, or the byte that is never used.</summary>
    Invalid,

    /// <summary>Nil.</summary>
    Nil,

    /// <summary>What JavaScript calls <c>undefined</c>.</summary>
    Undefined,

    /// <summary>False.</summary>
    False,

    /// <summary>True.</summary>
    True,

    /// <summary>An integer that is negative, or positive and not beyond 63 bits.</summary>
    Integer,

    /// <summary>An integer beyond 63 bits.</summary>
    Unsigned,

    /// <summary>A floating-point number of 64 bits.</summary>
    Double,

    /// <summary>A floating-point number of 32 bits.</summary>
    Single,

    /// <summary>A string.</summary>
    String,

    /// <summary>Binary data.</summary>
    Binary,

    /// <summary>What JavaScript calls an <c>ArrayBuffer</c>.</summary>
    ArrayBuffer,

    /// <summary>A point in time.</summary>
    Date,

    /// <summary>An extension that is nothing of the above.</summary>
    Extension,

    /// <summary>The beginning of an array.</summary>
    Array,

    /// <summary>The beginning of a map.</summary>
    Map,
}
