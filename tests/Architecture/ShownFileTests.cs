using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>Files that pages show whole, such as configurations that tests start. APPROVE=1 rewrites the pages.</summary>
public sealed partial class ShownFileTests
{
    private static readonly string[] Folders = ["docs/guide/proxies"];

    public static TheoryData<string> Pages => [.. PagesWithFiles];

    private static IEnumerable<string> PagesWithFiles => DocumentationTests.Pages.Where(page => Fence().IsMatch(Repository.Read(page)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_shows_its_files_word_for_word(string page)
    {
        var written = Repository.Read(page);
        var expected = Fence().Replace(written, fence => $"{fence.Groups["opening"].Value}{Repository.Read(PathOf(page, fence))}```");

        if (Repository.Approving)
        {
            File.WriteAllText(Repository.PathTo(page), expected);
            return;
        }

        Assert.True(expected == written, $"{page} shows other text than the files that it names. APPROVE=1 ./test.sh Architecture writes it anew.");
    }

    [Fact]
    public void Every_such_file_is_shown()
    {
        var shown = from page in PagesWithFiles
                    from Match fence in Fence().Matches(Repository.Read(page))
                    select PathOf(page, fence);

        Assert.Equal(Folders.SelectMany(folder => Repository.Files(folder, "*")).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    private static string PathOf(string page, Match fence) => $"{Path.GetDirectoryName(page)!.Replace('\\', '/')}/{fence.Groups["name"].Value}";

    [GeneratedRegex("(?<opening><!-- file: (?<name>\\S+) -->\n```\\w*\n).*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
