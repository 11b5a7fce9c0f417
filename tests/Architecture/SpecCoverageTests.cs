using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>
/// Every numbered fact of the protocol that this server promises is proved by a test that names it ([Trait("Spec", "EIO-058")],
/// [Trait("Hostile", "B4")]), told as a difference in docs/protocol/differences.md, or listed as not applicable with a reason.
/// </summary>
public sealed partial class SpecCoverageTests
{
    private static readonly string MissingFile = Repository.PathTo("tests", "Architecture", "spec-missing.txt");

    [Fact]
    public void Every_promised_fact_has_a_test_or_a_reason()
    {
        var open = SpecNumbers.Promised.Except(Told()).ToArray();
        var known = File.ReadAllLines(MissingFile).Where(line => line.Length > 0 && line[0] != '#').ToArray();

        if (Repository.Approving)
        {
            // The list only shrinks: a fact that had a test once must keep it.
            File.WriteAllText(MissingFile, string.Concat(known.Intersect(open).Select(line => $"{line}\n")));
            return;
        }

        var lost = open.Except(known);
        var gained = known.Except(open);

        Assert.True(!lost.Any(), $"No test names these facts: {string.Join(" ", lost)}");
        Assert.True(!gained.Any(), $"These facts are told now. APPROVE=1 ./test.sh Architecture takes them out of spec-missing.txt: {string.Join(" ", gained)}");
    }

    [Fact]
    public void Tests_name_facts_that_exist()
        => Assert.All(TestTraits(), trait => Assert.True(SpecNumbers.Exists(trait.Number), $"{trait.File} names {trait.Number}, which is no fact."));

    [Fact]
    public void What_is_not_applicable_is_promised_otherwise_and_has_no_test()
    {
        var listed = ReasonedList.Read("spec-not-applicable.txt").Keys.SelectMany(SpecNumbers.Expand).ToArray();
        Assert.Subset(SpecNumbers.Promised.ToHashSet(), listed.ToHashSet());
        var proved = TestTraits().Where(trait => listed.Contains(trait.Number)).Select(trait => $"{trait.File} proves {trait.Number}");
        Assert.True(!proved.Any(), $"Take these off spec-not-applicable.txt: {string.Join(", ", proved)}");
    }

    private static HashSet<string> Told()
        => [
            .. TestTraits().Select(trait => trait.Number),
            .. Number().Matches(Repository.Read("docs", "protocol", "differences.md")).Select(match => match.Value),
            .. ReasonedList.Read("spec-not-applicable.txt").Keys.SelectMany(SpecNumbers.Expand),
        ];

    private static IEnumerable<(string File, string Number)> TestTraits()
        => from file in Repository.Files("tests", "*.cs").Concat(Repository.Files("tests", "*.mjs"))
           from number in NumbersIn(Repository.Read(file))
           select (file, number);

    private static IEnumerable<string> NumbersIn(string text)
        => Trait().Matches(text).Select(match => match.Groups[1].Value)
            .Concat(SpecList().Matches(text).SelectMany(list => Number().Matches(list.Value)).Select(match => match.Value));

    // The cases of tests/node/interop list theirs: spec: ["EIO-058", "T-26"].
    [GeneratedRegex(@"spec: \[[^\]]*\]")]
    private static partial Regex SpecList();

    // In JavaScript tests the number is written in the test's name: "[EIO-058] ...".
    [GeneratedRegex("""(?:Trait\("(?:Spec|Hostile)", "|\[)((?:[A-Z0-9]+-\d{2,3})|(?:[A-M]\d{1,2}))[\]"]""")]
    private static partial Regex Trait();

    [GeneratedRegex(@"\b((EIO|V3|SRV|CLI|PAR|ADP|OPS|T|TST)-\d{2,3}|[A-M]\d{1,2})\b")]
    private static partial Regex Number();
}
