namespace SocketIO.Tests;

/// <summary>A small text file beside these tests: one name a line, then a reason; # begins a comment.</summary>
internal static class ReasonedList
{
    public static IReadOnlyDictionary<string, string> Read(string file)
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);

        foreach (var line in File.ReadLines(Repository.PathTo("tests", "Architecture", file)))
        {
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            var parts = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            Assert.True(parts.Length == 2, $"{file}: '{line}' gives no reason.");
            Assert.True(entries.TryAdd(parts[0], parts[1]), $"{file}: {parts[0]} is listed twice.");
        }

        return entries;
    }
}
