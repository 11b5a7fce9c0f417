namespace SocketIO.Tests;

/// <summary>A part of a page that tests write: what stands between <c>&lt;!-- results: NAME --&gt;</c> and <c>&lt;!-- end --&gt;</c>.</summary>
internal static class GeneratedSection
{
    /// <summary>Asserts that the page shows these lines; with APPROVE=1 puts them there.</summary>
    public static void IsShown(string page, string name, IEnumerable<string> lines)
    {
        var file = Checkout.PathTo(page);
        var text = File.ReadAllText(file);
        var opening = $"<!-- results: {name} -->\n";
        var start = text.IndexOf(opening, StringComparison.Ordinal) + opening.Length;
        Assert.True(start >= opening.Length, $"{page} has no section {name}.");
        var end = text.IndexOf("<!-- end -->", start, StringComparison.Ordinal);
        var expected = string.Concat(lines.Select(line => $"{line}\n"));

        if (Environment.GetEnvironmentVariable("APPROVE") is "1" or "true")
        {
            File.WriteAllText(file, text[..start] + expected + text[end..]);
            return;
        }

        Assert.True(text[start..end] == expected, $"{page} does not show the results of this run; APPROVE=1 rewrites it. They are:\n{expected}");
    }
}
