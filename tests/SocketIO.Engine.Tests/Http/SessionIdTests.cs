using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class SessionIdTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const string Node = "node-1";
    private const int Count = 200_000;

    [Fact]
    [Trait("Spec", "EIO-018")]
    [Trait("Spec", "EIO-061")]
    public void Has_20_characters_of_the_references_alphabet_and_ends_with_the_servers()
    {
        Assert.Matches("^[A-Za-z0-9_-]{14}node-1$", SessionId.New(Node));
        Assert.Matches("^[A-Za-z0-9_-]{6}$", SessionId.NewNode());
        Assert.Equal(Node, SessionId.NodeOf(SessionId.New(Node)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("node-1")]
    [InlineData("AAAAAAAAAAAAAAnode-12")]
    [InlineData("AAAAAAAAAAAAA.node-1")]
    [InlineData("AAAAAAAAAAAAAAnode=1")]
    [InlineData("AAAAAAAAAAAAAAnöde-1")]
    public void What_no_server_can_have_issued_names_none(string id) => Assert.Null(SessionId.NodeOf(id));

    [Fact]
    [Trait("Hostile", "CVE-2017-16031")]
    public void Never_repeats_and_shows_no_counter()
        => AssertRandom(14, () => SessionId.New(Node)[..14]);

    [Fact]
    public void Servers_get_ids_of_their_own()
        => AssertUniform(6, SessionId.NewNode);

    private static void AssertRandom(int length, Func<string> make)
    {
        var ids = new HashSet<string>(Count);

        AssertUniform(length, () =>
        {
            var id = make();
            Assert.True(ids.Add(id), "An id came twice.");
            return id;
        });
    }

    // Chi-square of 64 cells for each position: 63 degrees of freedom, above 150 with a probability of less than 1e-8.
    private static void AssertUniform(int length, Func<string> make)
    {
        var counts = new int[length, 64];

        for (var i = 0; i < Count; i++)
        {
            var id = make();

            for (var position = 0; position < length; position++)
            {
                counts[position, Alphabet.IndexOf(id[position], StringComparison.Ordinal)]++;
            }
        }

        for (var position = 0; position < length; position++)
        {
            const double Expected = Count / 64.0;
            var chiSquare = Enumerable.Range(0, 64).Sum(c => Math.Pow(counts[position, c] - Expected, 2) / Expected);
            Assert.True(chiSquare < 150, $"Position {position} is not uniform: chi-square {chiSquare:0}.");
        }
    }
}
