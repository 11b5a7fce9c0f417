using Microsoft.AspNetCore.Http;
using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class RequestChecksTests
{
    private const Transports Both = Transports.Polling | Transports.WebSocket;

    [Theory]
    [InlineData("")]
    [InlineData("?EIO=4")]
    [InlineData("?EIO=4&transport=")]
    [InlineData("?EIO=4&transport=flashsocket")]
    [InlineData("?EIO=4&transport=constructor")]
    [InlineData("?EIO=4&transport=__proto__")]
    [InlineData("?EIO=4&transport=toString")]
    [InlineData("?EIO=4&transport=POLLING")]
    [InlineData("?EIO=4&transport=webtransport")]
    [InlineData("?EIO=4&transport=polling%00")]
    [Trait("Spec", "EIO-042")]
    [Trait("Hostile", "A1")]
    [Trait("Hostile", "A2")]
    [Trait("Hostile", "A6")]
    [Trait("Hostile", "CVE-2023-31125")]
    public void A_transport_that_is_none_is_unknown(string query)
    {
        var refusal = Check(query);

        Assert.Equal(RequestError.UnknownTransport, refusal?.Error);
        Assert.Equal([new("transport", EngineQuery.Parse(query).Transport)], refusal?.Context);
    }

    [Fact]
    [Trait("Spec", "EIO-042")]
    public void A_transport_that_is_not_enabled_is_unknown()
    {
        Assert.Null(Check("?transport=polling", Transports.Polling));
        Assert.Equal(RequestError.UnknownTransport, Check("?transport=websocket", Transports.Polling)?.Error);
        Assert.Equal(RequestError.UnknownTransport, Check("?transport=polling", Transports.WebSocket)?.Error);
    }

    [Theory]
    [InlineData("http://a\u0001")]
    [InlineData("\u007f")]
    [InlineData("http://a\nb")]
    [InlineData("\0")]
    [Trait("Spec", "EIO-043")]
    [Trait("Spec", "TST-016")]
    [Trait("Hostile", "A13")]
    public void An_origin_with_a_control_character_is_refused(string origin)
    {
        var refusal = Check("?transport=polling", Both, origin);

        Assert.Equal(RequestError.BadRequest, refusal?.Error);
        Assert.Equal([new("name", "INVALID_ORIGIN"), new("origin", origin)], refusal?.Context);
        Assert.Equal("Origin", refusal?.HiddenHeader);
    }

    [Theory]
    [InlineData("http://a\tb")]
    [InlineData("http://é.example")]
    [InlineData("null")]
    [InlineData("")]
    [Trait("Spec", "EIO-043")]
    [Trait("Hostile", "A14")]
    public void Any_other_origin_is_not_judged_here(string origin) => Assert.Null(Check("?transport=polling", Both, origin));

    [Fact]
    [Trait("Hostile", "A8")]
    public void A_session_id_that_is_too_long_is_unknown_and_not_echoed()
    {
        var refusal = Check("?transport=polling&sid=" + new string('x', 10_000));

        Assert.Equal(RequestError.UnknownSession, refusal?.Error);
        Assert.Equal([new("sid", new string('x', 64))], refusal?.Context);
        Assert.Null(Check("?transport=polling&sid=" + new string('x', 64)));
    }

    [Theory]
    [InlineData("?EIO=4&EIO=3&transport=nope", "EIO")]
    [InlineData("?transport=polling&transport=polling", "transport")]
    [InlineData("?transport=polling&sid=a&sid=b", "sid")]
    [Trait("Hostile", "A5")]
    public void A_parameter_sent_twice_is_refused_first(string query, string parameter)
    {
        var refusal = Check(query);

        Assert.Equal(RequestError.BadRequest, refusal?.Error);
        Assert.Equal([new("name", "DUPLICATE_PARAMETER"), new("parameter", parameter)], refusal?.Context);
    }

    [Fact]
    [Trait("Spec", "EIO-041")]
    public void The_transport_is_judged_before_the_origin_and_the_origin_before_the_session()
    {
        var tooLong = "&sid=" + new string('x', 65);

        Assert.Equal(RequestError.UnknownTransport, Check("?transport=x" + tooLong, Both, "\u0001")?.Error);
        Assert.Equal(RequestError.BadRequest, Check("?transport=polling" + tooLong, Both, "\u0001")?.Error);
        Assert.Equal(RequestError.UnknownSession, Check("?transport=polling" + tooLong, Both, "http://a")?.Error);
    }

    private static RequestRefusal? Check(string query, Transports allowed = Both, string? origin = null)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Origin = origin;
        return RequestChecks.Check(context.Request, EngineQuery.Parse(query), allowed);
    }
}
