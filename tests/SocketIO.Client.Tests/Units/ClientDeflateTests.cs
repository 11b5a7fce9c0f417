namespace SocketIO.Client.Tests;

/// <summary>What a server's answer about compression means.</summary>
public sealed class ClientDeflateTests
{
    private static readonly ClientDeflateOptions Wanted = new();

    [Theory]
    [Trait("Spec", "CLI-022")]
    [InlineData("permessage-deflate", true)]
    [InlineData("permessage-deflate; server_no_context_takeover; client_no_context_takeover", true)]
    [InlineData("permessage-deflate;client_max_window_bits=15", true)]
    [InlineData("permessage-deflate; client_max_window_bits=\"15\"; server_max_window_bits=10", true)]
    [InlineData("permessage-deflate; client_max_window_bits=10", false)]
    [InlineData("permessage-deflate; client_max_window_bits", false)]
    public void It_says_who_compresses(string response, bool deflates)
    {
        var (inflater, deflater) = ClientDeflate.Agree(response, Wanted);
        Assert.NotNull(inflater);
        Assert.Equal(deflates, deflater is not null);
    }

    [Fact]
    public void Without_an_answer_nothing_is_compressed() => Assert.Equal((null, null), ClientDeflate.Agree(null, Wanted));

    [Theory]
    [InlineData("")]
    [InlineData("x-webkit-deflate-frame")]
    [InlineData("permessage-deflate; evil=1")]
    [InlineData("permessage-deflate, permessage-deflate")]
    public void What_was_not_asked_for_is_refused(string response) => Assert.Throws<InvalidDataException>(() => ClientDeflate.Agree(response, Wanted));
}
