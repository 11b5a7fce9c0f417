using System.Net;
using System.Net.Sockets;
using SocketIO.Adapters;

namespace SocketIO.Proxies;

/// <summary>Where sessions end up, and what happens when they do not stay there.</summary>
public sealed class AffinityTests
{
    private const string Unknown = """{"code":1,"message":"Session ID unknown"}""";

    public static TheoryData<string> Proxies => ["nginx", "haproxy", "httpd", "caddy"];

    [Theory]
    [MemberData(nameof(Proxies))]
    [Trait("Spec", "T-57")]
    public async Task New_clients_are_spread_over_the_nodes(string kind)
    {
        await using var nodes = await Nodes.StartAsync();
        await using var proxy = await Proxy.StartAsync(kind, nodes);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });

        // Caddy chooses at random.
        for (var i = 0; i < 40; i++)
        {
            await OpenAsync(http, proxy);
        }

        Assert.Equal(40, nodes.A.Io.Engine.ClientsCount + nodes.B.Io.Engine.ClientsCount);
        Assert.InRange(nodes.A.Io.Engine.ClientsCount, 1, 39);
    }

    [Fact]
    [Trait("Spec", "T-57")]
    public async Task By_address_clients_are_spread_and_each_stays()
    {
        await using var nodes = await Nodes.StartAsync();
        await using var proxy = await Proxy.StartAsync("nginx-by-address", nodes);
        var homes = new HashSet<string>();

        // All to one node: a chance of one in ten million.
        for (var i = 1; i <= 24; i++)
        {
            using var http = new HttpClient(From($"127.0.0.{i}"));
            var home = (await OpenAsync(http, proxy))[^6..];
            homes.Add(home);
            Assert.Equal(home, (await OpenAsync(http, proxy))[^6..]);
        }

        Assert.Equal(2, homes.Count);
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    [Trait("Spec", "ADP-082")]
    public async Task Without_affinity_a_polling_client_stays_when_requests_are_forwarded(string kind)
    {
        await using var nodes = await Nodes.StartAsync(options => options.ForwardRequests = true, new InMemoryCluster());
        await using var proxy = await Proxy.StartAsync(kind, nodes, WithoutAffinity(kind));
        await using var client = await ProxiedClient.ConnectAsync(proxy.Address, "polling");
        var home = await client.WhoAsync();
        var bytes = new byte[5_000];

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(home, await client.WhoAsync());
            Assert.Equal(bytes, (await client.AskAsync("echo", bytes)).ToBytes());
        }

        Assert.Equal(1, nodes.SocketsCount);
        Assert.Empty(nodes.Errors);
        Assert.Empty(client.All("disconnect"));
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    [Trait("Spec", "T-58")]
    public async Task Without_affinity_a_request_that_reaches_another_node_is_answered_400(string kind)
    {
        await using var nodes = await Nodes.StartAsync();
        await using var proxy = await Proxy.StartAsync(kind, nodes, WithoutAffinity(kind));
        using var http = new HttpClient();
        var sid = await OpenAsync(http, proxy);
        Assert.True(nodes.A.Io.Engine.Clients.Concat(nodes.B.Io.Engine.Clients).Single().Id == sid);

        using var refused = await http.GetAsync(new Uri(proxy.Address, $"socket.io/?EIO=4&transport=polling&sid={sid}"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("application/json", refused.Content.Headers.ContentType?.ToString());
        Assert.Equal(Unknown, await refused.Content.ReadAsStringAsync());
        Assert.Equal((1, "Session ID unknown"), ((int)Assert.Single(nodes.Errors).Code, nodes.Errors[0].Message));
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    [Trait("Spec", "T-16")]
    [Trait("Spec", "T-59")]
    public async Task Without_affinity_a_polling_client_closes_and_tries_a_new_session(string kind)
    {
        await using var nodes = await Nodes.StartAsync();
        await using var proxy = await Proxy.StartAsync(kind, nodes, WithoutAffinity(kind));
        await using var client = ProxiedClient.Start(proxy.Address, ProxiedClient.Over("polling", reconnection: true));

        var first = await client.NextAsync("open");
        var closed = await client.NextAsync("close");
        await client.NextAsync("reconnect_attempt");
        var second = await client.NextAsync("open");

        Assert.Equal(("transport error", 400, Unknown), (closed.Reason, closed.Status, closed.Body));
        Assert.Contains(closed.Message, (string[])["xhr poll error", "xhr post error"]);
        Assert.NotEqual(first.Session, second.Session);
        Assert.All(nodes.Errors, error => Assert.Equal(1, (int)error.Code));

        // The node that was asked for another's session says what is wrong.
        Assert.Contains(nodes.A.Warnings.Concat(nodes.B.Warnings), warning =>
            warning.StartsWith("SessionOfAnotherNode", StringComparison.Ordinal) && warning.Contains("sticky sessions", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nginx", "a node_a;\n  b node_b;\n  default any_node;\n", "default node_a;\n")]
    [InlineData("haproxy", "balance roundrobin\n", "use-server b if { hdr(upgrade) -m found }\n  use-server a if TRUE\n")]
    [Trait("Spec", "T-59")]
    public async Task Of_an_upgrade_at_the_wrong_node_only_the_probe_fails_and_polling_goes_on(string kind, string documented, string wrong)
    {
        await using var nodes = await Nodes.StartAsync();
        await using var proxy = await Proxy.StartAsync(kind, nodes, configuration => UpgradesElsewhere(kind, Proxy.Replace(configuration, documented, wrong)));
        await using var client = ProxiedClient.Start(proxy.Address, ProxiedClient.Over("upgrade"));

        await client.NextAsync("connect");
        Assert.StartsWith("probe error", (await client.NextAsync("upgradeError")).Message, StringComparison.Ordinal);

        var answer = await client.AskAsync("whoami");
        Assert.Equal(("a", "polling"), (answer.Answer.GetString(), answer.Transport));
        Assert.Empty(client.All("disconnect"));
        Assert.Empty(nodes.A.Errors);
        Assert.Equal(1, (int)Assert.Single(nodes.B.Errors).Code);
    }

    // Everything but WebSockets goes to node a.
    private static string UpgradesElsewhere(string kind, string configuration) => kind is "nginx"
        ? Proxy.Replace(Proxy.Replace(configuration, "map $cookie_node $target", "map $http_upgrade $target"), "default node_a;", "\"\" node_a;\n  default node_b;")
        : Without(configuration, "  cookie node insert indirect nocache httponly attr \"SameSite=Lax\"\n");

    private static Func<string, string> WithoutAffinity(string kind) => configuration => kind switch
    {
        "nginx" => Proxy.Replace(configuration, "proxy_pass http://$target;", "proxy_pass http://any_node;"),
        "haproxy" => Without(configuration, "  cookie node insert indirect nocache httponly attr \"SameSite=Lax\"\n"),
        "httpd" => Without(configuration, "    ProxySet stickysession=node\n"),
        _ => Proxy.Replace(configuration, "lb_policy cookie node", "lb_policy round_robin"),
    };

    private static string Without(string configuration, string line) => Proxy.Replace(configuration, line, "");

    private static async Task<string> OpenAsync(HttpClient http, Proxy proxy)
    {
        using var opened = await http.GetAsync(new Uri(proxy.Address, "socket.io/?EIO=4&transport=polling"));
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        return (await opened.Content.ReadAsStringAsync())[9..29];
    }

    private static SocketsHttpHandler From(string address) => new()
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
