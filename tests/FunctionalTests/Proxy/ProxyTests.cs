using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using SocketIO.Engine;
using SocketIO.Server;

namespace SocketIO.Tests;

/// <summary>npm's client, nginx, and the server behind it.</summary>
public sealed partial class ProxyTests : IAsyncLifetime
{
    // Connects, waits until the transport is settled, and asks something.
    private const string Client = """
        const { io } = require("socket.io-client");
        const socket = io(input.url, { forceNew: true, reconnection: false });
        let before;
        const settled = new Promise(done => socket.io.on("open", () => {
          before = socket.io.engine.transport.name;
          socket.io.engine.on("upgrade", done).on("upgradeError", done);
        }));
        await new Promise((done, failed) => socket.on("connect", done).on("connect_error", failed));
        await settled;
        const answer = await socket.timeout(5000).emitWithAck("question", 20, 22);
        const after = socket.io.engine.transport.name;
        socket.disconnect();
        return { before, after, answer };
        """;

    // Connects over WebSocket, keeps quiet, and tells why it ended.
    private const string QuietClient = """
        const { io } = require("socket.io-client");
        const socket = io(input.url, { forceNew: true, reconnection: false, transports: ["websocket"] });
        return new Promise((done, failed) => { socket.on("connect_error", failed); socket.on("disconnect", done); });
        """;

    private readonly ConcurrentQueue<ConnectionErrorContext> _errors = new();
    private readonly TaskCompletionSource<string> _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestHost? _host;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(io =>
        {
            io.On("question", (int left, int right) => left + right);
            io.OnDisconnect((ServerSocket _, string reason) => { _disconnected.TrySetResult(reason); });
            io.Engine.OnConnectionError(_errors.Enqueue);
        });
    }

    [Fact]
    [Trait("Spec", "T-92")]
    public async Task The_documented_configuration_lets_the_upgrade_through()
    {
        await using var nginx = await NginxProxy.StartAsync(_host!.Port);

        var seen = await NodeScript.RunAsync<Outcome>(Client, new { url = nginx.Address });

        Assert.Equal(new Outcome("polling", "websocket", 42), seen);
        Assert.Empty(_errors);
    }

    [Fact]
    [Trait("Spec", "T-13")]
    [Trait("Spec", "T-98")]
    [Trait("Spec", "T-99")]
    [Trait("Spec", "T-100")]
    public async Task Without_the_upgrade_headers_clients_stay_on_polling_and_the_server_says_why()
    {
        await using var nginx = await NginxProxy.StartAsync(_host!.Port, configuration => UpgradeHeaders().Replace(configuration, ""));

        var seen = await NodeScript.RunAsync<Outcome>(Client, new { url = nginx.Address });

        Assert.Equal(new Outcome("polling", "polling", 42), seen);
        var error = Assert.Single(_errors);
        Assert.Equal(3, (int)error.Code);
        Assert.Equal("Bad request", error.Message);
        Assert.Equal(
            [("name", "TRANSPORT_MISMATCH"), ("transport", "websocket"), ("previousTransport", "polling")],
            error.Context.Select(pair => (pair.Key, pair.Value?.ToString())));
        Assert.False(error.Request.Headers.TryGetValue("connection", out var connection) && connection.Contains("upgrade", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    [Trait("Spec", "T-75")]
    public async Task A_proxy_that_waits_less_than_a_heartbeat_closes_quiet_connections()
    {
        await using var nginx = await NginxProxy.StartAsync(
            _host!.Port,
            configuration => configuration.Replace("proxy_buffering off;", "proxy_buffering off; proxy_read_timeout 1s;", StringComparison.Ordinal));

        Assert.Equal("transport close", await NodeScript.RunAsync<string>(QuietClient, new { url = nginx.Address }));
        Assert.Equal("transport close", await Wait.For("the server to notice", _disconnected.Task));
    }

    [Fact]
    [Trait("Spec", "T-75")]
    public async Task The_defaults_fit_into_the_usual_minute_of_a_proxy()
    {
        var options = new EngineOptions();
        Assert.InRange(options.PingInterval + options.PingTimeout, TimeSpan.Zero, TimeSpan.FromSeconds(59));

        await using var nginx = await NginxProxy.StartAsync(_host!.Port);
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(nginx.Address, "socket.io/?EIO=4&transport=polling"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [GeneratedRegex(".*proxy_set_header (Upgrade|Connection) .*\n")]
    private static partial Regex UpgradeHeaders();

    private sealed record Outcome(string Before, string After, int Answer);
}
