using System.Text;
using Microsoft.AspNetCore.Http;
using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class EngineErrorsTests
{
    private static readonly Exception Failure = new InvalidOperationException("no");

    public static TheoryData<RequestError, int, string, string> Texts => new()
    {
        { RequestError.UnknownTransport, 400, """{"code":0,"message":"Transport unknown"}""", "Transport unknown" },
        { RequestError.UnknownSession, 400, """{"code":1,"message":"Session ID unknown"}""", "Session ID unknown" },
        { RequestError.BadHandshakeMethod, 400, """{"code":2,"message":"Bad handshake method"}""", "Bad handshake method" },
        { RequestError.BadRequest, 400, """{"code":3,"message":"Bad request"}""", "Bad request" },
        { RequestError.Forbidden, 403, """{"code":4,"message":"Forbidden"}""", "Forbidden" },
        { RequestError.UnsupportedProtocolVersion, 400, """{"code":5,"message":"Unsupported protocol version"}""", "Unsupported protocol version" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    [Trait("Spec", "EIO-040")]
    [Trait("Spec", "EIO-051")]
    public async Task A_refusal_is_json(RequestError error, int status, string body, string text)
    {
        var (context, written) = await Write(Of(error), EngineErrors.WriteAsync);

        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal("application/json", context.Response.ContentType);
        Assert.Equal(body, written);
        Assert.Equal(body.Length, context.Response.ContentLength);
        Assert.Equal(text, Of(error).Message);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    [Trait("Spec", "EIO-052")]
    [Trait("Hostile", "A22")]
    public async Task A_refused_upgrade_is_the_bare_text(RequestError error, int status, string body, string text)
    {
        var (context, written) = await Write(Of(error), EngineErrors.WriteUpgradeAsync);

        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal(error == RequestError.Forbidden ? "text/plain" : "text/html", context.Response.ContentType);
        Assert.Equal("close", context.Response.Headers.Connection);
        Assert.Equal(text, written);
        Assert.NotEqual(body, written);
    }

    [Theory]
    [InlineData("nope <b>", """{"code":4,"message":"nope <b>"}""")]
    [InlineData("", """{"code":4,"message":"Forbidden"}""")]
    [InlineData(null, """{"code":4,"message":"Forbidden"}""")]
    [Trait("Spec", "EIO-049")]
    [Trait("Hostile", "A22")]
    public async Task The_applications_own_words_are_told(string? message, string body)
    {
        var refusal = RequestRefusal.Forbidden(message);
        var (_, written) = await Write(refusal, EngineErrors.WriteAsync);

        Assert.Equal(body, written);
        Assert.Equal("Forbidden", refusal.Message);
        Assert.Equal([new("message", message)], refusal.Context);
    }

    [Fact]
    [Trait("Spec", "EIO-051")]
    public async Task The_body_is_the_text_that_the_reference_makes()
    {
        const string Odd = "\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028<>&'é€😀\ud800x\udc00";
        var (_, written) = await Write(RequestRefusal.Forbidden(Odd), EngineErrors.WriteAsync);

        // The text travels as numbers: half a surrogate pair would not survive the way to Node.
        var expected = await NodeScript.RunAsync<string>(
            "return JSON.stringify({ code: 4, message: String.fromCharCode(...input) });",
            Odd.Select(c => (int)c));

        Assert.Equal(expected, written);
    }

    [Fact]
    [Trait("Hostile", "A10")]
    public async Task The_answer_to_HEAD_has_no_body()
    {
        var (context, written) = await Write(RequestRefusal.BadHandshakeMethod("HEAD"), EngineErrors.WriteAsync, "HEAD");

        Assert.Equal(400, context.Response.StatusCode);
        Assert.Empty(written);
    }

    [Fact]
    [Trait("Hostile", "A12")]
    public async Task A_method_without_a_use_is_answered_405()
    {
        var (context, written) = await Write(Of(0), (c, _) => EngineErrors.WriteMethodNotAllowedAsync(c));

        Assert.Equal(405, context.Response.StatusCode);
        Assert.Equal("GET, POST", context.Response.Headers.Allow);
        Assert.Empty(written);
    }

    [Fact]
    [Trait("Hostile", "A25")]
    public async Task No_room_is_answered_503_with_a_time_to_come_back()
    {
        var (context, _) = await Write(Of(0), (c, _) => EngineErrors.WriteUnavailableAsync(c));

        Assert.Equal(503, context.Response.StatusCode);
        Assert.True(int.Parse(context.Response.Headers.RetryAfter.ToString(), System.Globalization.CultureInfo.InvariantCulture) > 0);
    }

    [Fact]
    [Trait("Spec", "EIO-042")]
    [Trait("Spec", "EIO-044")]
    [Trait("Spec", "EIO-045")]
    [Trait("Spec", "EIO-046")]
    [Trait("Spec", "EIO-047")]
    [Trait("Spec", "EIO-048")]
    [Trait("Spec", "EIO-049")]
    [Trait("Spec", "EIO-050")]
    [Trait("Spec", "EIO-028")]
    public void The_details_come_in_the_documented_order()
    {
        Assert.Equal("0 transport=x", Describe(RequestRefusal.UnknownTransport("x")));
        Assert.Equal("1 sid=x", Describe(RequestRefusal.UnknownSession("x")));
        Assert.Equal("2 method=PUT", Describe(RequestRefusal.BadHandshakeMethod("PUT")));
        Assert.Equal(
            "3 name=TRANSPORT_MISMATCH transport=polling previousTransport=websocket",
            Describe(RequestRefusal.TransportMismatch("polling", "websocket")));
        Assert.Equal("3 name=PROTOCOL_MISMATCH protocol=3 previousProtocol=4", Describe(RequestRefusal.ProtocolMismatch(0, 4)));
        Assert.Equal("3 name=PROTOCOL_MISMATCH protocol=4 previousProtocol=3", Describe(RequestRefusal.ProtocolMismatch(4, 3)));
        Assert.Equal("3 name=TRANSPORT_HANDSHAKE_ERROR", Describe(RequestRefusal.TransportHandshakeError()));
        Assert.Equal($"3 name=TRANSPORT_HANDSHAKE_ERROR error={Failure}", Describe(RequestRefusal.TransportHandshakeError(Failure)));
        Assert.Equal($"3 name=ID_GENERATION_ERROR error={Failure}", Describe(RequestRefusal.IdGenerationError(Failure)));
        Assert.Equal("3 name=MIDDLEWARE_FAILURE", Describe(RequestRefusal.MiddlewareFailure()));
        Assert.Equal("4 message=", Describe(RequestRefusal.Forbidden(null)));
        Assert.Equal("5 protocol=3", Describe(RequestRefusal.UnsupportedProtocolVersion()));
    }

    [Fact]
    [Trait("Spec", "EIO-037")]
    [Trait("Spec", "EIO-043")]
    public void The_application_is_told_of_request_code_message_and_details()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Origin = "http://a\u0001";
        context.Request.Headers["X-Other"] = "y";

        var told = ConnectionErrorContext.Create(context, RequestRefusal.InvalidOrigin("http://a\u0001"), DateTimeOffset.UnixEpoch);

        Assert.Equal(RequestError.BadRequest, told.Code);
        Assert.Equal("Bad request", told.Message);
        Assert.Equal(["name", "origin"], told.Context.Keys);
        Assert.Equal(["x-other"], told.Request.Headers.Keys);
        Assert.False(told.Request.Xdomain);
        Assert.Equal(["Code", "Context", "Message", "Request"], typeof(ConnectionErrorContext).GetProperties().Select(p => p.Name).Order());
    }

    private static string Describe(RequestRefusal refusal)
        => $"{(int)refusal.Error} {string.Join(' ', refusal.Context.Select(d => $"{d.Key}={d.Value}"))}";

    private static RequestRefusal Of(RequestError error) => error switch
    {
        RequestError.UnknownTransport => RequestRefusal.UnknownTransport(null),
        RequestError.UnknownSession => RequestRefusal.UnknownSession("x"),
        RequestError.BadHandshakeMethod => RequestRefusal.BadHandshakeMethod("PUT"),
        RequestError.BadRequest => RequestRefusal.MiddlewareFailure(),
        RequestError.Forbidden => RequestRefusal.Forbidden(null),
        _ => RequestRefusal.UnsupportedProtocolVersion(),
    };

    private static async Task<(HttpContext Context, string Body)> Write(
        RequestRefusal refusal,
        Func<HttpContext, RequestRefusal, Task> write,
        string method = "GET")
    {
        var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body }, Request = { Method = method, Protocol = "HTTP/1.1" } };
        await write(context, refusal);
        return (context, Encoding.UTF8.GetString(body.ToArray()));
    }
}
