using System.Buffers;

namespace SocketIO.Protocol;

/// <summary>
/// Writes polling bodies of Engine.IO v4: packets separated by U+001E, binary ones in base64.
/// </summary>
public static class EnginePayloadWriter
{
    /// <summary>Appends a packet and its attachments.</summary>
    /// <param name="body">The body written so far.</param>
    /// <param name="packet">The packet to append.</param>
    /// <param name="first"><see langword="true"/> for the first packet of the body; set to <see langword="false"/>.</param>
    public static void Write(IBufferWriter<byte> body, EncodedPacket packet, ref bool first) => throw new NotImplementedException();

    /// <summary>Appends a text packet.</summary>
    /// <param name="body">The body written so far.</param>
    /// <param name="packet">The complete packet, type digit included.</param>
    /// <param name="first"><see langword="true"/> for the first packet of the body; set to <see langword="false"/>.</param>
    public static void WriteText(IBufferWriter<byte> body, ReadOnlySpan<byte> packet, ref bool first) => throw new NotImplementedException();

    /// <summary>Appends a binary message.</summary>
    /// <param name="body">The body written so far.</param>
    /// <param name="data">The bytes of the message.</param>
    /// <param name="first"><see langword="true"/> for the first packet of the body; set to <see langword="false"/>.</param>
    public static void WriteBinary(IBufferWriter<byte> body, ReadOnlySpan<byte> data, ref bool first) => throw new NotImplementedException();
}
