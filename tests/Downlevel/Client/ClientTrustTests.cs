using System.Security.Authentication;
using SocketIO.Client;
using SocketIO.Tests;

namespace SocketIO.Downlevel.Tests;

/// <summary>Certificates are checked, by both transports.</summary>
public sealed class ClientTrustTests(ContractServer server)
{
    private static CancellationToken Soon => new CancellationTokenSource(Wait.Limit).Token;

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    public async Task A_certificate_that_nobody_vouches_for_is_refused(string transport)
    {
        await using var relay = new TlsRelay(server.Port);
        await using var client = Make(relay, _ => { }, transport);

        var error = await Assert.ThrowsAsync<ConnectErrorException>(() => client.ConnectAsync(Soon));
        Assert.Contains(Causes(error), cause => cause is AuthenticationException);
        Assert.Contains("certificate", error.Advice, StringComparison.Ordinal);
        Assert.Equal(0, relay.Forwarded);
    }

    [Fact]
    public async Task Polling_asks_the_application_about_certificates()
    {
        await using var relay = new TlsRelay(server.Port);
        await using var client = Make(relay, handler => handler.ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=localhost", "polling");
        await client.ConnectAsync(Soon);
        Assert.True(client.Connected);
    }

    [Fact]
    public async Task A_WebSocket_that_cannot_ask_the_application_fails()
    {
        await using var relay = new TlsRelay(server.Port);
        await using var client = Make(relay, handler => handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true, "websocket");

        var error = await Assert.ThrowsAsync<ConnectErrorException>(() => client.ConnectAsync(Soon));
        Assert.Contains("ServerCertificateCustomValidationCallback", error.Advice, StringComparison.Ordinal);
        Assert.Equal(0, relay.Forwarded);
    }

    private static SocketIOClient Make(TlsRelay relay, Action<HttpClientHandler> configure, string transport)
        => new($"https://localhost:{relay.Port}", options =>
        {
            options.Transports = [transport];
            options.ForceNew = true;
            options.Reconnection = false;
            options.ConfigureHttpHandler = configure;
        });

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
