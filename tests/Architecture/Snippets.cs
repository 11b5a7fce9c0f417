namespace SocketIO.Tests;

/// <summary>
/// The code that pages show: what stands between <c>// snippet: page/name</c> and <c>// end</c> in a file that is compiled. Several pieces of one
/// name are one snippet, with an empty line between them.
/// </summary>
internal static class Snippets
{
    private const string Begin = "// snippet: ";
    private const string End = "// end";

    // The second holds code that is not only compiled but run, as tests.
    private static readonly string[] Folders = ["docs/snippets", "tests/Interop/Guide"];

    public static IReadOnlyDictionary<string, string> All { get; } = ReadAll();

    /// <summary>The text of a snippet, or of a whole file of the samples; <see langword="null"/> when there is none of that name.</summary>
    public static string? Find(string name)
    {
        if (name.StartsWith("samples/", StringComparison.Ordinal))
        {
            return File.Exists(Repository.PathTo(name)) ? Repository.Read(name) : null;
        }

        return All.GetValueOrDefault(name);
    }

    private static Dictionary<string, string> ReadAll()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var file in Folders.SelectMany(folder => Repository.Files(folder, "*.cs")))
        {
            foreach (var (name, text) in ReadFile(file))
            {
                found[name] = found.TryGetValue(name, out var before) ? $"{before}\n{text}" : text;
            }
        }

        return found;
    }

    private static IEnumerable<(string Name, string Text)> ReadFile(string file)
    {
        string? name = null;
        var lines = new List<string>();

        foreach (var line in File.ReadLines(Repository.PathTo(file)))
        {
            var trimmed = line.Trim();

            if (trimmed.StartsWith(Begin, StringComparison.Ordinal))
            {
                name = name is null ? trimmed[Begin.Length..] : throw new InvalidDataException($"{file}: {name} has no end.");
            }
            else if (trimmed == End && name is not null)
            {
                yield return (name, Unindent(lines));
                name = null;
                lines.Clear();
            }
            else if (name is not null)
            {
                lines.Add(line);
            }
        }

        if (name is not null)
        {
            throw new InvalidDataException($"{file}: {name} has no end.");
        }
    }

    private static string Unindent(List<string> lines)
    {
        var depth = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Select(line => (line.Length > 0 ? line[depth..] : line) + "\n"));
    }
}
