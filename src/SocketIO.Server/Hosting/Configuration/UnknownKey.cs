using Microsoft.Extensions.Configuration;

namespace SocketIO.Server;

/// <summary>
/// Says what may have been meant by a key in the configuration that is no option.
/// </summary>
internal static class UnknownKey
{
    public static string Describe(IConfigurationSection section, object group, IEnumerable<string> known)
    {
        // What is an option in JavaScript, and something else here.
        if (group is SocketIOOptions && section.Key.Equals("path", StringComparison.OrdinalIgnoreCase))
        {
            return $"{section.Path} is no option: the path is given to app.MapSocketIO(\"/my-path/\").";
        }

        if (Nearest(section.Key, known) is { } nearest)
        {
            return $"{section.Path} is no option, it is not read. Did you mean {nearest}?";
        }

        return section.GetChildren().Any() && group is SocketIOOptions
            ? $"{section.Path} is neither an option nor the section of a server: none is registered by AddSocketIO(\"{section.Key}\")."
            : $"{section.Path} is no option, it is not read. Remove it.";
    }

    private static string? Nearest(string key, IEnumerable<string> known)
    {
        var (name, distance) = known.Select(candidate => (candidate, Distance(key, candidate))).MinBy(static pair => pair.Item2);

        // A third of the letters may be wrong; beyond that the guess would be one.
        return distance <= Math.Max(1, key.Length / 3) ? name : null;
    }

    // How many letters have to be changed, added or left out (Levenshtein's distance).
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();

        for (var i = 0; i < a.Length; i++)
        {
            var diagonal = row[0]++;

            for (var j = 0; j < b.Length; j++)
            {
                var isSame = char.ToUpperInvariant(a[i]) == char.ToUpperInvariant(b[j]);
                (diagonal, row[j + 1]) = (row[j + 1], Math.Min(diagonal + (isSame ? 0 : 1), Math.Min(row[j], row[j + 1]) + 1));
            }
        }

        return row[^1];
    }
}
