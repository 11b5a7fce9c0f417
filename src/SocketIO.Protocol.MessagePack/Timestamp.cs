using System.Buffers.Binary;

namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// The timestamps of the MessagePack standard: 32 bits of seconds; 30 bits of nanoseconds and 34 of seconds; or 32 bits of nanoseconds and 64 of seconds.
/// </summary>
internal static class Timestamp
{
    public const sbyte ExtensionType = -1;
    public const int MaxLength = 12;

    private const int SecondBits = 34;
    private const long SecondMask = (1L << SecondBits) - 1;
    private const uint NanosecondsPerMillisecond = 1_000_000;

    // What is left of the range of milliseconds when it is divided by a thousand.
    private const long MaxSeconds = long.MaxValue / 1000 - 1;

    /// <summary>Writes a timestamp in the shortest form.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="milliseconds">The time since 1970.</param>
    /// <returns>The length.</returns>
    public static int Write(Span<byte> destination, long milliseconds)
    {
        var seconds = milliseconds / 1000;
        var rest = milliseconds % 1000;

        if (rest < 0)
        {
            seconds--;
            rest += 1000;
        }

        var nanoseconds = (uint)rest * NanosecondsPerMillisecond;

        if (nanoseconds == 0 && seconds is >= 0 and <= uint.MaxValue)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)seconds);
            return 4;
        }

        if (seconds is >= 0 and <= SecondMask)
        {
            BinaryPrimitives.WriteUInt64BigEndian(destination, ((ulong)nanoseconds << SecondBits) | (ulong)seconds);
            return 8;
        }

        BinaryPrimitives.WriteUInt32BigEndian(destination, nanoseconds);
        BinaryPrimitives.WriteInt64BigEndian(destination[4..], seconds);
        return MaxLength;
    }

    /// <summary>Reads a timestamp.</summary>
    /// <param name="bytes">The data of the extension.</param>
    /// <param name="milliseconds">The time since 1970.</param>
    /// <returns><see langword="false"/> if it is of another length, or out of all ranges.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out long milliseconds)
    {
        long seconds;
        uint nanoseconds;
        milliseconds = 0;

        switch (bytes.Length)
        {
            case 4:
                seconds = BinaryPrimitives.ReadUInt32BigEndian(bytes);
                nanoseconds = 0;
                break;

            case 8:
                var both = BinaryPrimitives.ReadUInt64BigEndian(bytes);
                seconds = (long)both & SecondMask;
                nanoseconds = (uint)(both >> SecondBits);
                break;

            case MaxLength:
                nanoseconds = BinaryPrimitives.ReadUInt32BigEndian(bytes);
                seconds = BinaryPrimitives.ReadInt64BigEndian(bytes[4..]);
                break;

            default:
                return false;
        }

        if (seconds is < -MaxSeconds or > MaxSeconds)
        {
            return false;
        }

        milliseconds = (seconds * 1000) + (nanoseconds / NanosecondsPerMillisecond);
        return true;
    }
}
