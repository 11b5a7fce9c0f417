using System.Buffers.Binary;

namespace SocketIO.Protocol;

/// <summary>The content of close frames.</summary>
internal static class CloseFrame
{
    /// <summary>
    /// Writes the payload of a close frame.
    /// </summary>
    /// <param name="destination">At least 125 bytes.</param>
    /// <param name="code">The code, or <see langword="null"/> for an empty payload.</param>
    /// <param name="reason">UTF-8, only with a code.</param>
    /// <returns>How many bytes it took.</returns>
    /// <exception cref="ArgumentException">The code must not be sent, the reason is longer than 123 bytes, or it has no code.</exception>
    public static int WritePayload(Span<byte> destination, int? code, ReadOnlySpan<byte> reason)
    {
        if (code is not { } value)
        {
            return reason.IsEmpty ? 0 : throw new ArgumentException("A close frame without a code has no room for a reason.", nameof(reason));
        }

        if (!WebSocketCloseCode.IsValid(value))
        {
            throw new ArgumentOutOfRangeException(nameof(code), value, "A close frame must not carry this code: use 1000 to 1003, 1007 to 1014 or 3000 to 4999.");
        }

        if (reason.Length > FrameHeader.MaxControlPayload - sizeof(ushort))
        {
            throw new ArgumentException("The reason in a close frame may have at most 123 bytes.", nameof(reason));
        }

        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)value);
        reason.CopyTo(destination[sizeof(ushort)..]);
        return sizeof(ushort) + reason.Length;
    }
}
