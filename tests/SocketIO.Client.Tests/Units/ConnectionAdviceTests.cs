using System.Net.Sockets;
using System.Security.Authentication;

namespace SocketIO.Client.Tests;

/// <summary>For each cause of a failure, the sentence that says what to check.</summary>
public sealed class ConnectionAdviceTests
{
    private static readonly Uri Address = new("http://example.com/socket.io/");

    public static TheoryData<string, TransportException> Failures => new()
    {
        { "Nothing that is a handshake came back from http://example.com/ in 20 s", new("timeout") },
        { "Transports names none that this client has", new("No transports available") },
        { "sticky sessions are missing", Status(400, """{"code":1,"message":"Session ID unknown"}""") },
        { "set Protocol to ClientProtocol.Auto", Status(400, """{"code":5,"message":"Unsupported protocol version"}""") },
        { "The server does not offer this transport", Status(400, """{"code":0,"message":"Transport unknown"}""") },
        { "does not forward the headers Upgrade and Connection", Status(400, """{"code":3,"message":"Bad request"}""", "websocket") },
        { "answered with status 400", Status(400, "") },
        { "wants credentials: set ExtraHeaders", Status(401, "") },
        { "wants credentials", Status(407, "") },
        { "see its option allowRequest", Status(403, "") },
        { "the option Path must be that of the server, /socket.io by default", Status(404, "") },
        { "A proxy answered, but cannot reach the server behind it", Status(502, "") },
        { "A proxy answered", Status(503, "") },
        { "A proxy answered", Status(504, "") },
        { "The server redirects to https://other.example/", new("xhr poll error", new("polling", "GET", Address) { StatusCode = 302, Location = "https://other.example/" }) },
        { "answered with status 418", Status(418, "") },
        { "is no handshake (The server's handshake is malformed.)", new("server error", null, new InvalidDataException("The server's handshake is malformed.")) },
        { "is no Socket.IO server, or something in between does not let WebSockets pass", new("websocket error") },
        { "closed the WebSocket before the handshake", new("websocket connection closed", new("websocket", "GET", Address) { CloseCode = 1000 }) },
        { "The certificate of http://example.com/socket.io/ is not accepted (bad certificate)", Caused(new HttpRequestException("x", new AuthenticationException("bad certificate"))) },
        { "does not seem to speak TLS (corrupted frame)", Caused(new HttpRequestException("x", new AuthenticationException("corrupted frame."))) },
        { "Nothing listens at http://example.com/socket.io/", Caused(new HttpRequestException("x", new SocketException((int)SocketError.ConnectionRefused))) },
        { "The name in http://example.com/socket.io/ is not known", Caused(new HttpRequestException("x", new SocketException((int)SocketError.HostNotFound))) },
        { "The response has more than 5 bytes", Caused(new InvalidDataException("The response has more than 5 bytes")) },
        { "broke off: odd", Caused(new IOException("odd")) },
    };

    public static TheoryData<string, string, DisconnectDetails?> Losses => new()
    {
        { "The server's heartbeat stayed away for pingInterval + pingTimeout", "ping timeout", null },
        { "do both sides use the same parser?", "parse error", DisconnectDetails.Of(new InvalidDataException("bad")) },
        { "The request reached a server that does not know the session", "transport error", DisconnectDetails.Of(Status(400, "Session ID unknown")) },
        { "raise maxHttpBufferSize", "transport error", DisconnectDetails.Of(Status(413, "")) },
        { "The server refused a message as too large", "transport close", DisconnectDetails.Closed("x", new("websocket", "GET", Address) { CloseCode = 1009 }) },
        { "It was cut without a goodbye", "transport close", DisconnectDetails.Closed("x", new("websocket", "GET", Address) { CloseCode = 1006 }) },
        { "transport closed by the server", "transport close", DisconnectDetails.Closed("transport closed by the server") },
        { "xhr post error", "transport error", DisconnectDetails.Of(new TransportException("xhr post error")) },
        { "", "forced close", null },
    };

    private static TransportException Status(int status, string text, string transport = "polling")
        => new("xhr poll error", new(transport, "GET", Address) { StatusCode = status, ResponseText = text });

    private static TransportException Caused(Exception cause) => new("xhr poll error", new("polling", "GET", Address), cause);

    [Theory]
    [MemberData(nameof(Failures))]
    [Trait("Spec", "T-02")]
    public void A_failure_is_explained(string advice, TransportException failure)
    {
        var connection = new SocketIOClient("http://example.com", o => o.ForceNew = true).Connection;
        var explained = ConnectionAdvice.Explain(failure, connection);
        Assert.Equal(failure.Message, explained.Message);
        Assert.Same(failure, explained.InnerException);
        Assert.Contains(advice, explained.Advice, StringComparison.Ordinal);
        Assert.Equal((failure.StatusCode, failure.Context), (explained.StatusCode, explained.Context));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    [Trait("Spec", "T-73")]
    public void A_loss_is_explained(string advice, string reason, DisconnectDetails? details)
        => Assert.Contains(advice, ConnectionAdvice.ExplainLoss(reason, details), StringComparison.Ordinal);
}
