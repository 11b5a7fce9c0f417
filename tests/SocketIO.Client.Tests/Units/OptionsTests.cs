using System.Net;

namespace SocketIO.Client.Tests;

/// <summary>Options are checked and copied when the client is made.</summary>
public sealed class OptionsTests
{
    public static TheoryData<string, Action<SocketIOClientOptions>> Wrong => new()
    {
        { "Path is socket.io. Set it to a path that begins with a slash", o => o.Path = "socket.io" },
        { "Path is . Set it to", o => o.Path = "" },
        { "Path is null. Set it to", o => o.Path = null! },
        { "TimestampParam is . Set it to a name such as \"t\"", o => o.TimestampParam = "" },
        { "Retries is -1. Set it to the number of times to try again", o => o.Retries = -1 },
        { "ReconnectionAttempts is -1. Set it to a number of attempts", o => o.ReconnectionAttempts = -1 },
        { "AckTimeout is 00:00:00. Set it to a positive time", o => o.AckTimeout = TimeSpan.Zero },
        { "AckTimeout is -00:00:01. Set it to a positive time", o => o.AckTimeout = TimeSpan.FromSeconds(-1) },
        { "AckTimeout is 100.00:00:00. Set it to a positive time, up to 24 days", o => o.AckTimeout = TimeSpan.FromDays(100) },
        { "RequestTimeout is 00:00:00. Set it to a positive time", o => o.RequestTimeout = TimeSpan.Zero },
        { "ReconnectionDelay is -00:00:01. Set it to a time from 0", o => o.ReconnectionDelay = TimeSpan.FromSeconds(-1) },
        { "ReconnectionDelayMax is 25.00:00:00. Set it to a time from 0", o => o.ReconnectionDelayMax = TimeSpan.FromDays(25) },
        { "Timeout is -00:00:01. Set it to a time from 0 to 24 days, or Timeout.InfiniteTimeSpan", o => o.Timeout = TimeSpan.FromSeconds(-1) },
        { "RandomizationFactor is NaN. Set it to a number from 0 to 1", o => o.RandomizationFactor = double.NaN },
        { "MaxReceiveBytes is 0. Set it to a positive number of bytes", o => o.MaxReceiveBytes = 0 },
        { "MaxPendingEvents is 0. Set it to a positive number of events", o => o.MaxPendingEvents = 0 },
        { "MaxAttachments is -1. Set it to", o => o.MaxAttachments = -1 },
        { "MaxJsonDepth is 0. Set it to", o => o.MaxJsonDepth = 0 },
        { "Auth and AuthPayload are both set", o => (o.Auth, o.AuthPayload) = (_ => default, new { }) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_option_is_refused_with_what_to_write_instead(string message, Action<SocketIOClientOptions> configure)
    {
        var error = Assert.Throws<ArgumentException>(() => new SocketIOClient("http://example.com", configure));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_options_are_refused() => Assert.Throws<ArgumentNullException>(() => new SocketIOClient("http://example.com", (SocketIOClientOptions)null!));

    [Fact]
    [Trait("Spec", "CLI-024")]
    public async Task What_JavaScript_allows_is_allowed()
    {
        await using var client = new SocketIOClient("http://example.com", o =>
        {
            o.ForceNew = true;
            o.ReconnectionDelay = TimeSpan.Zero;
            o.ReconnectionDelayMax = TimeSpan.Zero;
            o.ReconnectionAttempts = 0;
            o.RandomizationFactor = 7;
            o.Timeout = TimeSpan.Zero;
            o.Retries = 0;
        });

        var connection = client.Connection;
        Assert.Equal((1.0, 5.0, 0.0), (connection.ReconnectionDelay.TotalSeconds, connection.ReconnectionDelayMax.TotalSeconds, connection.RandomizationFactor));
        Assert.Null(connection.ReconnectionAttempts);
    }

    [Fact]
    [Trait("Spec", "CLI-008")]
    [Trait("Spec", "CLI-009")]
    [Trait("Spec", "CLI-011")]
    [Trait("Spec", "CLI-012")]
    [Trait("Spec", "CLI-013")]
    [Trait("Spec", "CLI-017")]
    [Trait("Spec", "CLI-024")]
    [Trait("Spec", "CLI-029")]
    public void The_defaults_are_those_of_the_reference()
    {
        var o = new SocketIOClientOptions();
        Assert.Equal("/socket.io", o.Path);
        Assert.Equal(["polling", "websocket"], o.Transports);
        Assert.Equal((true, true, false, false, false, false), (o.AddTrailingSlash, o.Upgrade, o.RememberUpgrade, o.TryAllTransports, o.ForceBase64, o.WithCredentials));
        Assert.Equal((true, (int?)null, 1.0, 5.0, 0.5, 20.0), (o.Reconnection, o.ReconnectionAttempts, o.ReconnectionDelay.TotalSeconds, o.ReconnectionDelayMax.TotalSeconds, o.RandomizationFactor, o.Timeout.TotalSeconds));
        Assert.Equal(((int?)null, (TimeSpan?)null), (o.Retries, o.AckTimeout));
        Assert.Equal((false, true, false), (o.ForceNew, o.Multiplex, o.AutoConnect));
    }

    [Fact]
    [Trait("Spec", "CLI-009")]
    [Trait("Spec", "TST-075")]
    public void The_callers_options_are_copied_and_left_alone()
    {
        var options = new SocketIOClientOptions
        {
            Transports = ["websocket", "carrier pigeon"],
            Query = new() { ["a"] = "1" },
            ExtraHeaders = new() { ["X-One"] = "1" },
            Subprotocols = ["one"],
            TransportOptions = new() { ["polling"] = new() { ExtraHeaders = new() { ["X-Two"] = "2" } } },
        };

        var client = new SocketIOClient("http://example.com", options);
        var own = client.Connection.Options;
        options.Transports.Clear();
        options.Query["a"] = "changed";
        options.ExtraHeaders.Clear();
        options.Subprotocols.Add("two");
        options.TransportOptions["polling"].ExtraHeaders!.Clear();

        Assert.Equal(["websocket", "carrier pigeon"], own.Transports);
        Assert.Equal("1", own.Query["a"]);
        Assert.Equal("1", own.ExtraHeaders["x-one"]);
        Assert.Equal(["one"], own.Subprotocols);
        Assert.Equal("2", own.TransportOptions["polling"].ExtraHeaders!["x-two"]);
    }

    [Fact]
    [Trait("Spec", "CLI-006")]
    public void The_query_of_the_URL_replaces_that_of_the_options()
    {
        var given = new SocketIOClientOptions { ForceNew = true };
        Assert.Equal("2", new SocketIOClient("http://example.com/?b=2", given).Connection.Options.Query["b"]);
        Assert.Empty(given.Query);
        given.Query["a"] = "1";
        Assert.Equal(["a"], new SocketIOClient("http://example.com/?", given).Connection.Options.Query.Keys);
        Assert.Equal(["b"], new SocketIOClient("http://example.com/?b=2", given).Connection.Options.Query.Keys);
    }

    [Fact]
    [Trait("Spec", "CLI-017")]
    public void A_cookie_container_is_used_and_not_copied()
    {
        var cookies = new CookieContainer();
        Assert.Same(cookies, new SocketIOClient("http://example.com", o => (o.Cookies, o.ForceNew) = (cookies, true)).Connection.Options.Cookies);
    }
}
