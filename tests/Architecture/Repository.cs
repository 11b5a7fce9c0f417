using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketIO.Tests;

/// <summary>The files of this repository, as the tests see them.</summary>
internal static class Repository
{
    private static readonly string[] Ignored = ["bin", "obj", "node_modules", "artifacts", "TestResults", ".git"];

    private static readonly ConcurrentDictionary<string, CompilationUnitSyntax> Parsed = new(StringComparer.Ordinal);

    /// <summary>Set APPROVE=1 to let the tests rewrite the files that they compare with (api/*.txt, spec-missing.txt).</summary>
    public static bool Approving => Environment.GetEnvironmentVariable("APPROVE") is "1" or "true";

    public static string PathTo(params ReadOnlySpan<string> parts) => Checkout.PathTo(parts);

    public static string Read(params ReadOnlySpan<string> parts) => File.ReadAllText(PathTo(parts));

    /// <summary>Paths relative to the root, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern)
    {
        var found = new List<string>();
        var start = PathTo(folder);

        if (Directory.Exists(start))
        {
            Collect(start, pattern, found);
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>The syntax of a file, parsed once for all tests.</summary>
    public static CompilationUnitSyntax Parse(string file)
        => Parsed.GetOrAdd(file, static path => CSharpSyntaxTree.ParseText(Read(path), new CSharpParseOptions(LanguageVersion.Preview)).GetCompilationUnitRoot());

    /// <summary>The projects under src/ with the names of the projects that each refers to.</summary>
    public static IReadOnlyDictionary<string, string[]> SourceProjects()
        => Files("src", "*.csproj").ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => XDocument.Load(PathTo(file)).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
                .ToArray());

    private static void Collect(string folder, string pattern, List<string> found)
    {
        found.AddRange(Directory.EnumerateFiles(folder, pattern).Select(file => Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/')));

        foreach (var child in Directory.EnumerateDirectories(folder).Where(child => !Ignored.Contains(Path.GetFileName(child))))
        {
            Collect(child, pattern, found);
        }
    }
}
