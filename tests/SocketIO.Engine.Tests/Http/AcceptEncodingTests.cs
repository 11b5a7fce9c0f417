using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class AcceptEncodingTests
{
    private static readonly string[] Headers =
    [
        "", "gzip", "deflate", "br", "gzip, deflate, br", "br, gzip", "deflate, gzip", "*", "*;q=0", "gzip;q=0", "gzip;q=0, *",
        "identity", "identity, gzip;q=0.5", "identity;q=1, *;q=0", "gzip;q=0.5, deflate;q=0.8", "gzip;q=0.5, *;q=0.8",
        "*;q=0.5, gzip", "GZIP", " gzip ; q=0.1 , deflate ; q=0.2", "gzip;q=1.0,deflate;q=1.0", "gzip;foo=bar;q=0.3, deflate;q=0.2",
        "gzip;q=abc", "gzip;q=-1", "gzip;q=2", "x-gzip, compress", "gz ip", ",,gzip,,", ";q=1", "gzip;;q=0.5", "gzip, gzip;q=0",
        "gzip;q=0, gzip", "deflate, gzip;q=1.0, *;q=0.5", "*, gzip;q=0", "br;q=0.2, *;q=0.2", "gzip;q= 0.5, deflate;q=0.4",
        "identity;q=0", "gzip;Q=0.1, deflate;q=0.2", "deflate;q=0.001, br;q=0.0001",
    ];

    [Theory]
    [InlineData("gzip", "gzip, deflate, br")]
    [InlineData("deflate", "gzip;q=0.5, deflate;q=0.8")]
    [InlineData("gzip", "*")]
    [InlineData(null, "br")]
    [InlineData(null, "")]
    [InlineData(null, null)]
    [Trait("Spec", "EIO-087")]
    public void Quality_decides_and_then_the_order(string? expected, string? header)
        => Assert.Equal(expected, AcceptEncoding.Choose(header, "gzip", "deflate"));

    [Fact]
    [Trait("Spec", "EIO-087")]
    [Trait("Spec", "SRV-017")]
    public async Task Chooses_what_the_reference_chooses()
    {
        string[][] offers = [["gzip", "deflate"], ["br", "gzip", "deflate"]];
        var cases = offers.SelectMany(offer => Headers.Select(header => new Case(header, offer))).ToArray();

        var expected = await NodeScript.RunAsync<string?[]>(
            """
            const accepts = require("accepts");
            return input.map(c => accepts({ headers: { "accept-encoding": c.header } }).encodings(c.offer) || null);
            """,
            cases);

        Assert.Equal(
            cases.Zip(expected, (c, e) => $"{c.Header} -> {e}"),
            cases.Select(c => $"{c.Header} -> {AcceptEncoding.Choose(c.Header, c.Offer)}"));
    }

    private sealed record Case(string Header, string[] Offer);
}
