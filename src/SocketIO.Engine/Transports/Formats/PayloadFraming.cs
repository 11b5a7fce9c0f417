namespace SocketIO.Engine;

/// <summary>How the packets of a polling body are told from one another.</summary>
internal enum PayloadFraming : byte
{
    /// <summary>By U+001E between them: Engine.IO v4.</summary>
    Separated,

    /// <summary>By their lengths in text: Engine.IO v3.</summary>
    TextLengths,

    /// <summary>By their lengths in bytes: Engine.IO v3 with binary data.</summary>
    BinaryLengths,
}
