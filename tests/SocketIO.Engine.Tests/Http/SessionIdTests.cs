using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class SessionIdTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const int Count = 200_000;

    [Fact]
    [Trait("Spec", "EIO-018")]
    [Trait("Spec", "EIO-061")]
    public void Has_20_characters_of_the_references_alphabet()
        => Assert.Matches("^[A-Za-z0-9_-]{20}$", SessionId.New());

    [Fact]
    [Trait("Hostile", "CVE-2017-16031")]
    public void Never_repeats_and_shows_no_counter()
    {
        var ids = new HashSet<string>(Count);
        var counts = new int[20, 64];

        for (var i = 0; i < Count; i++)
        {
            var id = SessionId.New();
            Assert.True(ids.Add(id), "An id came twice.");

            for (var position = 0; position < id.Length; position++)
            {
                counts[position, Alphabet.IndexOf(id[position], StringComparison.Ordinal)]++;
            }
        }

        // Chi-square of 64 cells for each position: 63 degrees of freedom, above 150 with a probability of less than 1e-8.
        for (var position = 0; position < 20; position++)
        {
            const double Expected = Count / 64.0;
            var chiSquare = Enumerable.Range(0, 64).Sum(c => Math.Pow(counts[position, c] - Expected, 2) / Expected);
            Assert.True(chiSquare < 150, $"Position {position} is not uniform: chi-square {chiSquare:0}.");
        }
    }
}
