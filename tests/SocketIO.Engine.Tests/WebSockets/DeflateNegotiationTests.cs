using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class DeflateNegotiationTests
{
    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover")]
    [InlineData("permessage-deflate; client_max_window_bits", "permessage-deflate; server_no_context_takeover; client_no_context_takeover")]
    [InlineData("permessage-deflate; client_max_window_bits=10", "permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits=10")]
    [InlineData("permessage-deflate; client_max_window_bits=\"1\\0\"", "permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits=10")]
    [InlineData("permessage-deflate;server_max_window_bits=15", "permessage-deflate; server_no_context_takeover; client_no_context_takeover")]
    [InlineData("permessage-deflate; server_max_window_bits=10, permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover")]
    [InlineData("x-webkit-deflate-frame; anything=goes, permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover")]
    [Trait("Hostile", "C25")]
    public void The_first_offer_that_can_be_kept_is_taken(string offers, string expected)
        => Assert.Equal(expected, Negotiate(offers)!.Response);

    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate")]
    [InlineData("permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover")]
    [InlineData("permessage-deflate; client_no_context_takeover", "permessage-deflate; client_no_context_takeover")]
    public void Windows_are_kept_when_both_sides_agree(string offers, string expected)
        => Assert.Equal(expected, Negotiate(offers, forget: false)!.Response);

    [Theory]
    [InlineData(null)]
    [InlineData("permessage-bzip2")]
    [InlineData("constructor, __proto__; toString")]
    [InlineData("permessage-deflate; server_max_window_bits=8")]
    [InlineData("permessage-deflate; server_max_window_bits=14")]
    [Trait("Hostile", "GHSA-5v72-xg48-5rpm")]
    public void Without_an_offer_that_can_be_kept_nothing_is_compressed(string? offers)
        => Assert.Null(Negotiate(offers));

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("permessage-deflate;")]
    [InlineData("permessage-deflate,")]
    [InlineData("permessage-deflate=1")]
    [InlineData("permessage-deflate; unknown")]
    [InlineData("permessage-deflate; server_no_context_takeover=1")]
    [InlineData("permessage-deflate; server_no_context_takeover; server_no_context_takeover")]
    [InlineData("permessage-deflate; client_max_window_bits; client_max_window_bits=9")]
    [InlineData("permessage-deflate; client_max_window_bits=7")]
    [InlineData("permessage-deflate; client_max_window_bits=16")]
    [InlineData("permessage-deflate; client_max_window_bits=+9")]
    [InlineData("permessage-deflate; client_max_window_bits= 9")]
    [InlineData("permessage-deflate; client_max_window_bits=\"9")]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; server_max_window_bits=٩")]
    [InlineData("permessage-deflate, permessage-deflate; unknown")]
    [InlineData("per message; a")]
    [InlineData("a; b=")]
    public void A_malformed_header_is_refused(string offers)
        => Assert.False(DeflateNegotiation.TryNegotiate(offers, new PerMessageDeflateOptions(), out var agreed) || agreed is not null);

    private static DeflateNegotiation? Negotiate(string? offers, bool forget = true)
    {
        var options = new PerMessageDeflateOptions { ServerNoContextTakeover = forget, ClientNoContextTakeover = forget };
        Assert.True(DeflateNegotiation.TryNegotiate(offers, options, out var agreed));
        return agreed;
    }
}
