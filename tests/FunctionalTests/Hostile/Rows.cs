using SocketIO.Server;

namespace SocketIO.FunctionalTests;

/// <summary>What most rows of the catalogue are made of: a joined session, some packets, an outcome; on both transports.</summary>
internal static class Rows
{
    /// <summary>Runs a test with a joined polling session, then with a joined WebSocket session.</summary>
    public static async Task OnBothAsync(Func<TestServer, Peer, Task> test, Action<SocketIOOptions>? options = null)
    {
        await using (var server = await TestServer.StartAsync(options))
        {
            using var peer = await PollingSession.JoinedAsync(server.Target);
            await test(server, peer);
        }

        await using (var server = await TestServer.StartAsync(options))
        {
            using var peer = await WebSocketSession.JoinedAsync(server.Target);
            await test(server, peer);
        }
    }

    /// <summary>The same with sessions that have joined nothing yet.</summary>
    public static async Task OnBothUnjoinedAsync(Func<TestServer, Peer, Task> test, Action<SocketIOOptions>? options = null)
    {
        await using (var server = await TestServer.StartAsync(options))
        {
            using var peer = await PollingSession.OpenAsync(server.Target);
            await test(server, peer);
        }

        await using (var server = await TestServer.StartAsync(options))
        {
            using var peer = await WebSocketSession.OpenAsync(server.Target);
            await test(server, peer);
        }
    }

    /// <summary>A bad Socket.IO packet: nothing reaches a handler, the session is closed.</summary>
    public static Task ForcedCloseAsync(string packet, params byte[][] attachments) => OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync(packet, attachments);
        await peer.AssertForcedCloseAsync();
        await server.DisconnectedAsync("forced close");
        server.AssertEvents();
    });

    /// <summary>A valid packet at the wrong moment: the session is closed.</summary>
    public static Task StateViolationAsync(params string[] packets) => OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync(packets);
        await peer.AssertForcedCloseAsync();
        await server.DisconnectedAsync();
        server.AssertEvents();
    });

    /// <summary>The packet is delivered as this event, and the session goes on.</summary>
    public static Task DeliveredAsync(string packet, string recorded, params byte[][] attachments) => OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync(packet, attachments);
        await peer.AssertAliveAsync();
        server.AssertEvents(recorded);
    });

    /// <summary>The packet does nothing, and the session goes on.</summary>
    public static Task IgnoredAsync(params string[] packets) => OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync(packets);
        await peer.AssertAliveAsync();
        server.AssertEvents();
    });
}
