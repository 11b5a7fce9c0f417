using System.Text.RegularExpressions;
using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>Names of namespaces, many of them, and joins that race with the end of the connection.</summary>
public sealed class NamespaceTests
{
    [Theory]
    [Trait("Hostile", "G21")]
    [InlineData("/__proto__")]
    [InlineData("/constructor")]
    [InlineData("/..")]
    [InlineData("/%00")]
    [InlineData("/\u202e")]
    [InlineData("/SLOW")]
    [InlineData("/Slow")]
    [InlineData("/slow/")]
    [InlineData("//")]
    public Task Names_are_compared_exactly(string name) => Rows.OnBothAsync(async (_, peer) =>
    {
        await peer.SendAsync($"40{name},");
        await peer.AssertNextAsync($"44{name},{{\"message\":\"Invalid namespace\"}}");
        await peer.AssertAliveAsync();
    });

    [Fact]
    [Trait("Hostile", "G8")]
    [Trait("Limit", "MaxNamespacesPerClient")]
    public Task A_client_joins_at_most_64_namespaces() => Rows.OnBothAsync(
        async (server, peer) =>
        {
            for (var i = 0; i < 100; i++)
            {
                server.Io.Of(Wire.Invariant($"/static-{i}"));
            }

            for (var i = 0; i < 63; i++)
            {
                await peer.JoinAsync(Wire.Invariant($"/static-{i}"));
            }

            await peer.SendAsync("40/static-63,");
            Assert.StartsWith("44/static-63,{\"message\":", await peer.NextAsync("the refusal"), StringComparison.Ordinal);
            await peer.AssertAliveAsync();
            Assert.Equal(64, server.Io.Namespaces.Sum(n => n.SocketsCount));
        });

    [Fact]
    [Trait("Hostile", "G8")]
    public Task Dynamic_namespaces_are_cleaned_up() => Rows.OnBothAsync(
        async (server, peer) =>
        {
            for (var i = 0; i < 50; i++)
            {
                await peer.JoinAsync(Wire.Invariant($"/dyn-{i}"));
            }

            Assert.True(server.HasNamespace("/dyn-49"));
            await peer.SendAsync(peer.Transport == "polling" ? "1" : "41");
            peer.Dispose();
            await Wait.Until("the namespaces are gone", () => !Enumerable.Range(0, 50).Any(i => server.HasNamespace(Wire.Invariant($"/dyn-{i}"))));
        },
        o => o.CleanupEmptyChildNamespaces = true);

    [Fact]
    [Trait("Hostile", "G8")]
    [Trait("Limit", "MaxDynamicNamespaces")]
    public Task Dynamic_namespaces_are_capped_and_empty_ones_give_way() => Rows.OnBothAsync(
        async (server, peer) =>
        {
            for (var i = 0; i < 3; i++)
            {
                await peer.JoinAsync(Wire.Invariant($"/dyn-{i}"));
            }

            await peer.SendAsync("40/dyn-3,");
            Assert.StartsWith("44/dyn-3,{\"message\":", await peer.NextAsync("the refusal"), StringComparison.Ordinal);
            await peer.SendAsync("41/dyn-1,");
            await peer.JoinAsync("/dyn-4");
            Assert.Equal(3, server.Io.Namespaces.Count(n => n.Name.StartsWith("/dyn-", StringComparison.Ordinal)));
        },
        o => o.MaxDynamicNamespaces = 3);

    [Fact]
    [Trait("Rule", "DynamicNamespace_CreatedOnce")]
    public async Task A_dynamic_namespace_is_created_once()
    {
        await using var server = await TestServer.StartAsync();
        var created = 0;
        server.Io.OnNewNamespace(_ => Interlocked.Increment(ref created));
        var peers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => WebSocketSession.OpenAsync(server.Target)));

        await Task.WhenAll(peers.Select(p => p.JoinAsync("/dyn-7")));
        Assert.Equal(1, created);

        foreach (var peer in peers)
        {
            peer.Dispose();
        }
    }

    [Fact]
    [Trait("Hostile", "G19")]
    [Trait("Limit", "ControlPacketRate")]
    public Task Joining_and_leaving_without_end_is_counted_against_the_rate() => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync(Enumerable.Repeat("41", 100).SelectMany(p => (string[])[p, "40"]));
        await Wait.Until("the joins", () => server.Connections == 101, () => server.Connections);

        if (peer is WebSocketSession socket)
        {
            await socket.Socket.Connection.TrySendAsync(WsFrame.Join(Enumerable.Repeat("41", 5000).SelectMany(p => (string[])[p, "40"]).Select(WsFrame.OfText)));
        }
        else
        {
            await peer.SendAsync(Enumerable.Repeat("41", 5000).SelectMany(p => (string[])[p, "40"]));
        }

        await server.ClosedAsync(peer);
        Assert.InRange(server.Connections, 102, 1000);
    });

    [Fact]
    [Trait("Hostile", "G23")]
    [Trait("Rule", "Join_AfterDisconnect_NoLeak")]
    public async Task Connections_that_end_while_they_join_leave_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var random = new Random(23);
        var request = RawWebSocket.UpgradeRequest(server.Target.WebSocketUrl);
        var script = (byte[])[.. request, .. WsFrame.Join(((string[])["40", "40/slow,", "42[\"join\",\"room\"]", "41", "40", "42[\"a\"]"]).Select(WsFrame.OfText))];

        for (var i = 0; i < 400; i++)
        {
            using var connection = await RawConnection.OpenAsync(server.Target);
            await connection.SendAsync(script.AsMemory(0, random.Next(request.Length, script.Length + 1)));

            if (random.Next(2) == 0)
            {
                connection.Reset();
            }

            if (i % 50 == 49)
            {
                server.LetSlowJoinsIn();
            }
        }

        server.LetSlowJoinsIn();
        await Wait.Until("all sessions are gone", () => server.Io.Engine.ClientsCount == 0, () => server.Io.Engine.ClientsCount);
        await Wait.Until("all rooms are gone", () => server.RoomCount == 0, () => server.RoomCount);
    }

    [Fact]
    [Trait("Rule", "Join_AfterDisconnect_NoLeak")]
    public Task A_socket_that_has_gone_joins_no_room() => Rows.OnBothAsync(async (server, peer) =>
    {
        var socket = server.LastSocket!;
        await peer.SendAsync("41");
        await server.DisconnectedAsync("client namespace disconnect");

        await socket.JoinAsync("late");
        Assert.Equal(0, server.RoomCount);
        Assert.Empty(socket.Rooms);
    });

    [Fact]
    [Trait("Hostile", "G22")]
    public async Task A_pattern_that_backtracks_without_end_costs_a_refusal()
    {
        await using var server = await TestServer.StartAsync();
        server.Io.Of(new Regex("^/(a+)+$"));
        using var session = await WebSocketSession.JoinedAsync(server.Target);
        var name = "/" + new string('a', 60) + "!";

        await session.SendAsync($"40{name},");
        await session.AssertNextAsync($"44{name},{{\"message\":\"Invalid namespace\"}}");
        await session.AssertAliveAsync();
        server.Log.TakeErrors("");
    }
}
