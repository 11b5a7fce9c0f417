using System.Globalization;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// The id of an entry: <c>1795307486128-0</c>, milliseconds and a number among those of one millisecond.
/// </summary>
internal readonly record struct StreamId(ulong Milliseconds, ulong Number) : IComparable<StreamId>
{
    // 20 bits for what one millisecond can hold leave 43 for the time, which is enough until the year 2248.
    private const int NumberBits = 20;
    private const ulong MaxNumber = (1UL << NumberBits) - 1;
    private const ulong MaxMilliseconds = (1UL << (63 - NumberBits)) - 1;

    /// <summary>Gets the position of the entry; zero for an id that no server has made, and that does not fit.</summary>
    public long Position => Milliseconds <= MaxMilliseconds && Number <= MaxNumber ? (long)((Milliseconds << NumberBits) | Number) : 0;

    /// <summary>Gets the id that follows. Ranges that exclude their beginning would need Redis 6.2.</summary>
    public StreamId Next => Number == ulong.MaxValue ? new(Milliseconds + 1, 0) : this with { Number = Number + 1 };

    public static StreamId FromPosition(long position) => new((ulong)position >> NumberBits, (ulong)position & MaxNumber);

    public static bool TryParse(string? text, out StreamId id)
    {
        id = default;
        var separator = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;

        if (separator < 0
            || !ulong.TryParse(text.AsSpan(0, separator), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || !ulong.TryParse(text.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        id = new StreamId(milliseconds, number);
        return true;
    }

    public int CompareTo(StreamId other)
        => Milliseconds == other.Milliseconds ? Number.CompareTo(other.Number) : Milliseconds.CompareTo(other.Milliseconds);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}-{Number}");
}
