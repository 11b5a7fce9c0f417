using System.Globalization;

namespace SocketIO.Engine;

/// <summary>
/// Chooses a content encoding by the client's preference: quality first, then the order in which it names them.
/// </summary>
/// <remarks>
/// A name beats <c>*</c> of the same quality, and <c>*</c> stands for the first encoding offered that is not named itself.
/// </remarks>
internal static class AcceptEncoding
{
    /// <summary>
    /// Returns the encoding to use, one of <paramref name="offered"/>, or null to leave the content as it is.
    /// </summary>
    public static string? Choose(string? header, params ReadOnlySpan<string> offered)
    {
        string? best = null;
        var bestRank = default(Rank);

        foreach (var encoding in offered)
        {
            var rank = RankOf(encoding, header);

            // Offered earlier wins a tie, which only "*" can cause.
            if (rank.Quality > 0 && (best is null || rank.IsPreferredTo(bestRank)))
            {
                best = encoding;
                bestRank = rank;
            }
        }

        return best;
    }

    private static Rank RankOf(ReadOnlySpan<char> encoding, ReadOnlySpan<char> header)
    {
        var best = new Rank(Quality: 0, IsNamed: false, Position: -1);
        var position = 0;

        foreach (var range in header.Split(','))
        {
            var entry = header[range].Trim();
            var end = entry.IndexOf(';');
            var name = (end < 0 ? entry : entry[..end]).TrimEnd();
            var isNamed = name.Equals(encoding, StringComparison.OrdinalIgnoreCase);

            if (isNamed || name is "*")
            {
                var quality = end < 0 ? 1 : QualityOf(entry[(end + 1)..]);
                var rank = new Rank(quality, isNamed, position);
                best = rank.Describes(best) ? rank : best;
            }

            position++;
        }

        return best;
    }

    private static double QualityOf(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();

            if (parameter is ['q', '=', .. var value])
            {
                return double.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var quality) ? quality : 0;
            }
        }

        return 1;
    }

    private readonly record struct Rank(double Quality, bool IsNamed, int Position)
    {
        /// <summary>Says whether this entry of a header describes the encoding better than the other: by name, by quality, then later.</summary>
        public bool Describes(Rank other)
            => IsNamed != other.IsNamed ? IsNamed
                : Quality != other.Quality ? Quality > other.Quality
                : Position > other.Position;

        /// <summary>Says whether the client prefers this encoding to the other.</summary>
        public bool IsPreferredTo(Rank other)
            => Quality != other.Quality ? Quality > other.Quality
                : IsNamed != other.IsNamed ? IsNamed
                : Position < other.Position;
    }
}
