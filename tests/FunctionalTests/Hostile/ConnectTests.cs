using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>CONNECT and DISCONNECT packets, names of namespaces, and the moments at which they may come.</summary>
public sealed class ConnectTests
{
    [Theory]
    [Trait("Hostile", "G1")]
    [Trait("Spec", "TST-089")]
    [InlineData("42[\"a\"]")]
    [InlineData("41")]
    [InlineData("430[]")]
    [InlineData("451-[\"a\",{\"_placeholder\":true,\"num\":0}]")]
    public Task Nothing_but_connect_may_come_first(string packet) => Rows.OnBothUnjoinedAsync(async (server, peer) =>
    {
        await peer.SendAsync(packet, packet.StartsWith("45", StringComparison.Ordinal) ? [[1]] : []);
        await peer.AssertForcedCloseAsync();
        await Wait.Until("the session is gone", () => server.Io.Engine.ClientsCount == 0);
        server.AssertEvents();
    });

    [Fact]
    [Trait("Hostile", "G2")]
    [Trait("Hostile", "B24")]
    public Task Events_right_behind_connect_wait_until_the_socket_has_joined() => Rows.OnBothUnjoinedAsync(async (server, peer) =>
    {
        await peer.SendAsync("40", "42[\"a\",1]", "42[\"a\",2]");
        Peer.SidOf(await peer.NextAsync("the answer to CONNECT"));
        await peer.AssertAliveAsync();
        server.AssertEvents("a [1]", "a [2]");
    });

    [Fact]
    [Trait("Hostile", "G2")]
    public Task Events_right_behind_a_slow_connect_wait_too() => Rows.OnBothUnjoinedAsync(async (server, peer) =>
    {
        await peer.SendAsync("40/slow,", "42/slow,[\"a\",1]");
        await Wait.Until("the middleware runs", () => server.SlowJoins == 1);
        server.AssertEvents();
        server.LetSlowJoinsIn();
        Peer.SidOf(await peer.NextAsync("the answer to CONNECT"), "40/slow,");
        await Wait.Until("the event", () => server.Events.Count == 1);
        server.AssertEvents("a [1]");
    });

    [Fact]
    [Trait("Hostile", "G3")]
    [Trait("Spec", "TST-089")]
    public Task A_second_connect_is_a_state_violation() => Rows.StateViolationAsync("40");

    [Theory]
    [Trait("Hostile", "G3")]
    [Trait("Hostile", "B23")]
    [InlineData(2, "40")]
    [InlineData(1000, "40")]
    [InlineData(2, "40/slow,")]
    [InlineData(1000, "40/slow,")]
    public Task Many_connects_at_once_make_one_socket_at_most(int count, string packet) => Rows.OnBothUnjoinedAsync(async (server, peer) =>
    {
        await peer.SendAsync(Enumerable.Repeat(packet, count));
        await Wait.Until("the session is gone or closing", () => server.Io.Engine.ClientsCount == 0 || peer is PollingSession);
        server.LetSlowJoinsIn();

        if (peer is PollingSession polling)
        {
            var packets = await polling.PollToCloseAsync();
            Assert.InRange(packets.Count(p => p.StartsWith("40", StringComparison.Ordinal)), 0, 1);
        }

        await Wait.Until("the session is gone", () => server.Io.Engine.ClientsCount == 0);
        Assert.InRange(server.Connections, 0, 1);
    });

    [Theory]
    [Trait("Hostile", "G4")]
    [Trait("Spec", "TST-100")]
    [Trait("Limit", "ConnectTimeout")]
    [InlineData("")]
    [InlineData("40/nope,")]
    public Task Who_joins_nothing_in_time_is_closed(string packet) => Rows.OnBothUnjoinedAsync(
        async (server, peer) =>
        {
            if (packet.Length > 0)
            {
                await peer.SendAsync(packet);
                await peer.AssertNextAsync("44/nope,{\"message\":\"Invalid namespace\"}");
            }

            server.Clock.Advance(TimeSpan.FromSeconds(7));
            Assert.Equal(1, server.Io.Engine.ClientsCount);
            server.Clock.Advance(TimeSpan.FromSeconds(2));
            await peer.AssertForcedCloseAsync();
        },
        o => o.ConnectTimeout = TimeSpan.FromSeconds(8));

    [Fact]
    [Trait("Hostile", "G5")]
    public Task A_middleware_that_never_answers_ends_with_the_same_timeout() => Rows.OnBothUnjoinedAsync(
        async (server, peer) =>
        {
            await peer.SendAsync("40/slow,");
            await Wait.Until("the middleware runs", () => server.SlowJoins == 1);
            server.Clock.Advance(TimeSpan.FromSeconds(9));
            await peer.AssertForcedCloseAsync();
            server.LetSlowJoinsIn();
            await TestServer.SettledAsync();
            Assert.Equal(0, server.Connections);
        },
        o => o.ConnectTimeout = TimeSpan.FromSeconds(8));

    [Fact]
    [Trait("Hostile", "G6")]
    public Task An_unknown_namespace_is_refused_and_the_connection_stays() => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync("40/nope,");
        await peer.AssertNextAsync("44/nope,{\"message\":\"Invalid namespace\"}");
        await peer.AssertAliveAsync();
        Assert.False(server.HasNamespace("/nope"));
    });

    [Fact]
    [Trait("Hostile", "G6")]
    [Trait("Limit", "MaxFailedConnectsPerClient")]
    public Task The_thirty_third_refusal_closes() => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync(Enumerable.Repeat("40/nope,", 32));

        for (var i = 0; i < 32; i++)
        {
            await peer.AssertNextAsync("44/nope,{\"message\":\"Invalid namespace\"}");
        }

        await peer.AssertAliveAsync();
        await peer.SendAsync("40/nope,");
        await server.ClosedAsync(peer);
    });

    [Theory]
    [Trait("Hostile", "G7")]
    [Trait("Limit", "MaxNamespaceLength")]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(500_000)]
    public Task A_name_is_at_most_512_characters_long(int length) => Rows.OnBothAsync(async (_, peer) =>
    {
        var name = "/" + new string('a', length - 1);
        await peer.SendAsync($"40{name},");

        if (length == 512)
        {
            await peer.AssertNextAsync($"44{name},{{\"message\":\"Invalid namespace\"}}");
            await peer.AssertAliveAsync();
        }
        else
        {
            await peer.AssertForcedCloseAsync();
        }
    });

    [Theory]
    [Trait("Hostile", "G9")]
    [Trait("Hostile", "G12")]
    [Trait("Hostile", "G13")]
    [InlineData("40admin,")]
    [InlineData("4012{}")]
    [InlineData("40[]")]
    [InlineData("40\"x\"")]
    [InlineData("40null")]
    [InlineData("40true")]
    [InlineData("401")]
    [InlineData("40{bad")]
    [InlineData("40{}x")]
    [InlineData("40{\"a\":1e400}")]
    public async Task A_bad_connect_is_a_forced_close(string packet)
    {
        await Rows.OnBothUnjoinedAsync(async (server, peer) =>
        {
            await peer.SendAsync(packet);
            await peer.AssertForcedCloseAsync();
            await Wait.Until("the session is gone", () => server.Io.Engine.ClientsCount == 0);
            Assert.Equal(0, server.Connections);
        });
    }

    [Theory]
    [Trait("Hostile", "G13")]
    [InlineData("40{} ", "{}")]
    [InlineData("40{\"a\":\"\\ud800\"}", "{\"a\":\"\\ufffd\"}")]
    [InlineData("40", "{}")]
    public Task Auth_reaches_the_application_as_json_that_can_be_read(string packet, string auth) => Rows.OnBothUnjoinedAsync(async (server, peer) =>
    {
        await peer.SendAsync(packet);
        Peer.SidOf(await peer.NextAsync("the answer to CONNECT"));
        Assert.Equal(auth, Assert.Single(server.Auths).TrimEnd());
    });

    [Fact]
    [Trait("Hostile", "G10")]
    public Task A_slash_is_the_main_namespace() => Rows.OnBothUnjoinedAsync(async (server, peer) =>
    {
        await peer.SendAsync("40/,");
        Peer.SidOf(await peer.NextAsync("the answer to CONNECT"));
        await peer.SendAsync("42/,12[\"alive\"]");
        await peer.AssertNextAsync("4312[\"yes\"]");
        Assert.Equal(1, server.Connections);
    });

    [Fact]
    [Trait("Hostile", "G11")]
    public Task A_query_is_part_of_the_name() => Rows.OnBothAsync(async (_, peer) =>
    {
        await peer.SendAsync("40/?a=1,");
        Assert.StartsWith("44/?a=1,", await peer.NextAsync("the refusal"), StringComparison.Ordinal);
        await peer.AssertAliveAsync();
    });

    [Fact]
    [Trait("Hostile", "G14")]
    public Task Auth_is_plain_data() => Rows.OnBothUnjoinedAsync(async (server, peer) =>
    {
        await peer.SendAsync("40{\"__proto__\":{\"a\":1},\"token\":\"x\"}");
        Peer.SidOf(await peer.NextAsync("the answer to CONNECT"));
        Assert.Equal("{\"__proto__\":{\"a\":1},\"token\":\"x\"}", Assert.Single(server.Auths));
    });

    [Theory]
    [Trait("Hostile", "G15")]
    [Trait("Limit", "MaxAuthBytes")]
    [InlineData(16_384, true)]
    [InlineData(16_385, false)]
    [InlineData(900_000, false)]
    public Task Auth_is_bounded_in_size(int bytes, bool accepted) => Rows.OnBothUnjoinedAsync(async (_, peer) =>
    {
        await peer.SendAsync("40{\"a\":\"" + new string('x', bytes - 8) + "\"}");

        if (accepted)
        {
            Peer.SidOf(await peer.NextAsync("the answer to CONNECT"));
        }
        else
        {
            await peer.AssertForcedCloseAsync();
        }
    });

    [Theory]
    [Trait("Hostile", "G15")]
    [Trait("Limit", "MaxJsonDepth")]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(8_000, false)]
    public Task Auth_is_bounded_in_depth(int depth, bool accepted) => Rows.OnBothUnjoinedAsync(async (_, peer) =>
    {
        await peer.SendAsync("40{\"a\":" + Wire.Nested(depth - 1) + "}");

        if (accepted)
        {
            Peer.SidOf(await peer.NextAsync("the answer to CONNECT"));
        }
        else
        {
            await peer.AssertForcedCloseAsync();
        }
    });

    [Theory]
    [Trait("Hostile", "G16")]
    [Trait("Hostile", "G20")]
    [InlineData("41/foo,")]
    [InlineData("42/foo,[\"a\"]")]
    [InlineData("43/foo,1[\"a\"]")]
    [InlineData("44{\"message\":\"x\"}")]
    public Task A_packet_for_a_namespace_not_joined_closes_the_whole_connection(string packet) => Rows.StateViolationAsync(packet);

    [Fact]
    [Trait("Hostile", "G17")]
    public Task An_event_behind_a_disconnect_is_a_state_violation() => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync("41", "42[\"a\"]");
        await server.DisconnectedAsync("client namespace disconnect");
        await peer.AssertForcedCloseAsync();
        server.AssertEvents();
    });

    [Theory]
    [Trait("Hostile", "G18")]
    [InlineData("41{}")]
    [InlineData("41[]")]
    [InlineData("411")]
    [InlineData("41null")]
    public Task A_disconnect_carries_nothing(string packet) => Rows.ForcedCloseAsync(packet);

    [Theory]
    [Trait("Hostile", "C28")]
    [InlineData("4")]
    [InlineData("47")]
    [InlineData("49")]
    [InlineData("4a")]
    [InlineData("4-1")]
    [InlineData("4 2[\"a\"]")]
    public Task An_unknown_packet_type_is_a_forced_close(string packet) => Rows.ForcedCloseAsync(packet);
}
