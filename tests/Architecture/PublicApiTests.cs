namespace SocketIO.Tests;

/// <summary>
/// The public surface of a package is a reviewed text: api/&lt;package&gt;.txt. A change of it is meant, and seen in the diff.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Packages => [.. Repository.SourceProjects().Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_the_approved_one(string package)
    {
        var assembly = SourceAssemblies.All.Single(candidate => candidate.GetName().Name == package);
        var actual = ApiDump.Of(assembly);
        var path = Repository.PathTo("api", $"{package}.txt");

        if (Repository.Approving)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, string.Concat(actual.Select(line => $"{line}\n")));
            return;
        }

        var approved = File.Exists(path) ? File.ReadAllLines(path) : [];
        var added = actual.Except(approved, StringComparer.Ordinal).Select(line => $"+ {line}");
        var removed = approved.Except(actual, StringComparer.Ordinal).Select(line => $"- {line}");
        var difference = string.Join('\n', removed.Concat(added));

        Assert.True(
            difference.Length == 0,
            $"The public surface of {package} is not the one in api/{package}.txt:\n{difference}\n\nIf that is meant: APPROVE=1 ./test.sh Architecture, and commit the file.");
    }
}
