using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>The C# in the pages is code that compiles, word for word. APPROVE=1 rewrites the pages.</summary>
public sealed partial class SnippetTests
{
    public static TheoryData<string> Pages => [.. PagesWithCode];

    private static IEnumerable<string> PagesWithCode => DocumentationTests.Pages.Where(page => Fence().IsMatch(Repository.Read(page)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_code_of_a_page_is_that_of_its_snippets(string page)
    {
        var wrong = new List<string>();
        var written = Repository.Read(page);

        var expected = Fence().Replace(written, fence =>
        {
            if (!fence.Groups["name"].Success)
            {
                wrong.Add($"{page}: a fence has no '<!-- snippet: page/name -->' in the line before it:\n{fence.Value}");
                return fence.Value;
            }

            if (Snippets.Find(fence.Groups["name"].Value) is not { } text)
            {
                wrong.Add($"{page}: there is no snippet {fence.Groups["name"].Value} in docs/snippets.");
                return fence.Value;
            }

            return $"<!-- snippet: {fence.Groups["name"].Value} -->\n```csharp\n{text}```";
        });

        Assert.Empty(wrong);

        if (Repository.Approving)
        {
            File.WriteAllText(Repository.PathTo(page), expected);
            return;
        }

        Assert.True(expected == written, $"{page} shows other code than docs/snippets has. APPROVE=1 ./test.sh Architecture writes it anew.");
    }

    [Fact]
    public void Every_snippet_is_shown()
    {
        var shown = from page in PagesWithCode
                    from Match fence in Fence().Matches(Repository.Read(page))
                    select fence.Groups["name"].Value;

        Assert.Empty(Snippets.All.Keys.Except(shown));
    }

    // Also one that is indented, or that calls the language by another name: it would escape the comparison.
    [GeneratedRegex("(?:<!-- snippet: (?<name>\\S+) -->\n)?^ *```(?:csharp|cs|c#|C#)\n.*?^ *```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
