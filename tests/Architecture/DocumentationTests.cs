using System.Text.Json;
using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>What the pages say can be followed.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] RootPages = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];

    internal static IEnumerable<string> Pages => RootPages.Concat(Repository.Files("docs", "*.md"));

    [Fact]
    public void Links_lead_to_files_and_headings_that_exist()
    {
        var broken = from page in Pages
                     from Match link in Link().Matches(WithoutCode(Repository.Read(page)))
                     let target = link.Groups[1].Value
                     where !target.Contains("://", StringComparison.Ordinal) && !Exists(page, target)
                     select $"{page}: {target}";

        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/guide/getting-started.md")]
    public void The_first_program_is_the_minimal_sample(string page)
        => Assert.Contains($"```csharp\n{Repository.Read("samples", "Minimal", "Program.cs")}```", Repository.Read(page), StringComparison.Ordinal);

    [Fact]
    public void Options_that_pages_name_exist()
    {
        var known = OptionsReference.Types.SelectMany(OptionsReference.Properties).Select(property => property.Name).ToHashSet();
        var used = from page in Pages
                   from Match option in AssignedOption().Matches(Repository.Read(page))
                   select (page, option.Groups[1].Value);

        Assert.All(used, use => Assert.True(known.Contains(use.Value), $"{use.page} names the option {use.Value}, which does not exist."));
    }

    [Fact]
    public void The_page_about_logging_names_every_log_event_and_every_instrument()
    {
        var page = Repository.Read("docs", "guide", "logging-and-debugging.md");
        var names = from file in Repository.Files("src", "*.cs")
                    from Match name in LogEventOrInstrument().Matches(Repository.Read(file))
                    select name.Groups[1].Value;

        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_chat_sample_is_short()
        => Assert.InRange(Repository.Files("samples/Chat", "*.cs").Sum(file => File.ReadLines(Repository.PathTo(file)).Count()), 1, 119);

    [Fact]
    public void The_npm_packages_are_pinned_and_the_lock_file_names_no_host()
    {
        using var manifest = JsonDocument.Parse(Repository.Read("tests", "node", "package.json"));

        Assert.All(manifest.RootElement.GetProperty("dependencies").EnumerateObject(), package => Assert.Matches(@"^(npm:.+@)?\d+\.\d+\.\d+$", package.Value.GetString()));
        Assert.DoesNotContain("\"resolved\"", Repository.Read("tests", "node", "package-lock.json"), StringComparison.Ordinal);
    }

    private static bool Exists(string page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        var full = Path.GetFullPath(Repository.PathTo(path));

        return (File.Exists(full) || Directory.Exists(full))
            && (parts.Length == 1 || Headings(File.ReadAllText(full)).Contains(parts[1]));
    }

    // As code hosts make them: lower case, punctuation dropped, blanks to hyphens.
    private static IEnumerable<string> Headings(string page)
        => Heading().Matches(page).Select(match => NotInAnchor().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-'));

    private static string WithoutCode(string page) => CodeBlock().Replace(page, string.Empty);

    [GeneratedRegex("(?:EventName = |Counter<long>\\(|Histogram<double>\\()\"([^\"]+)\"")]
    private static partial Regex LogEventOrInstrument();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}_ -]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\b(?:options|o)\.([A-Z]\w+) =")]
    private static partial Regex AssignedOption();
}
