namespace SocketIO.Protocol.Tests;

public sealed class EngineHandshakeTests
{
    [Fact]
    [Trait("Spec", "EIO-058")]
    [Trait("Spec", "EIO-059")]
    public void The_handshake_has_its_names_in_the_order_of_the_reference()
    {
        var handshake = new EngineHandshake("lv_VI97HAXpY6yYWAAAC", ["websocket"], TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(20), 1_000_000);

        Assert.Equal(
            "0{\"sid\":\"lv_VI97HAXpY6yYWAAAC\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}",
            handshake.ToEncodedPacket().Text());
        Assert.Equal(
            "0{\"sid\":\"x\",\"upgrades\":[],\"pingInterval\":300,\"pingTimeout\":200,\"maxPayload\":5}",
            new EngineHandshake("x", [], TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(200), 5).ToEncodedPacket().Text());
        Assert.Contains(
            "\"upgrades\":[\"websocket\",\"webtransport\"],",
            (handshake with { Upgrades = ["websocket", "webtransport"] }).ToEncodedPacket().Text(),
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "EIO-061")]
    public void The_secret_id_is_not_printed()
        => Assert.DoesNotContain("secret", new EngineHandshake("secret", [], default, default, 1).ToString(), StringComparison.Ordinal);
}
