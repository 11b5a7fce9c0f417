using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class EngineQueryTests
{
    [Theory]
    [InlineData("?EIO=4&transport=polling", 4)]
    [InlineData("?EIO=3&transport=polling", 3)]
    [InlineData("?transport=polling", 3)]
    [InlineData("?EIO=&transport=polling", 0)]
    [InlineData("?EIO=5", 0)]
    [InlineData("?EIO=04", 0)]
    [InlineData("?EIO=4.0", 0)]
    [InlineData("?EIO=%34", 4)]
    [InlineData("?%45IO=4", 4)]
    [InlineData("?eio=4", 3)]
    [InlineData("", 3)]
    [Trait("Spec", "EIO-050")]
    [Trait("Hostile", "A3")]
    [Trait("Hostile", "A4")]
    public void Only_the_exact_text_is_a_revision(string query, int revision)
        => Assert.Equal(revision, EngineQuery.Parse(query).Revision);

    [Fact]
    [Trait("Spec", "EIO-057")]
    public void Reads_the_protocols_parameters()
    {
        var query = EngineQuery.Parse("?EIO=4&transport=polling&t=abc&sid=a-_%20b&j=7&b64=1");

        Assert.Equal("polling", query.Transport);
        Assert.Equal("a-_ b", query.SessionId);
        Assert.Equal("7", query.Jsonp);
        Assert.Equal("1", query.Base64);
        Assert.Null(query.Duplicate);
    }

    [Theory]
    [InlineData("?sid=")]
    [InlineData("?sid")]
    [InlineData("?x=1")]
    [Trait("Hostile", "A9")]
    public void An_empty_session_id_is_none(string query) => Assert.Null(EngineQuery.Parse(query).SessionId);

    [Theory]
    [InlineData("?EIO=4&EIO=3", "EIO")]
    [InlineData("?EIO=4&EIO=4", "EIO")]
    [InlineData("?EIO=4&transport=polling&transport=websocket", "transport")]
    [InlineData("?sid=a&%73id=b", "sid")]
    [InlineData("?sid=&sid=b", "sid")]
    [InlineData("?x=1&x=2&t=1&t=2", null)]
    [Trait("Hostile", "A5")]
    public void Finds_parameters_sent_twice(string query, string? duplicate)
        => Assert.Equal(duplicate, EngineQuery.Parse(query).Duplicate);
}
