using System.IO.Compression;
using System.Text;

namespace SocketIO.ClientInterop;

/// <summary>Servers that, once connected, send what no server should.</summary>
public sealed class HostileTrafficTests(Kit kit)
{
    public static TheoryData<string, string> Packets => new MatrixTheoryData<string, string>(
        [
            """42["connect"]""", """42["disconnect",1]""", "42[]", "42{}", "42", "42null", """42[null]""", """42[{"a":1}]""", """42["unfinished""", """42["a"]x""",
            "bAQ==", """451-["a",{"_placeholder":true,"num":5}]""", """4511-["a"]""", """451-["a",{"_placeholder":true,"num":0}]|42["b"]""", """45-["a"]""", """4599999999999-["a"]""",
            """43[1]""", """431{}""", """430""", """46["a"]""", "4", "49", "47[]", "9", "x", "\u0000\u0001\u0002", "2probe", "3probe", "5", "6", """42/nsp""", """42999999999999999999999["a"]""",
            """42-1["a"]""", "4\ud83d",
        ],
        ["polling", "websocket"]);

    [Theory]
    [MemberData(nameof(Packets))]
    [Trait("Hostile", "M11")]
    [Trait("Spec", "CLI-040")]
    [Trait("Spec", "TST-141")]
    public Task Whatever_comes_the_client_is_either_connected_or_not(string packets, string transport) => kit.OursAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over(transport));
        var session = await server.SessionAsync(1);
        await session.ConnectAsync();
        await play.ConnectAsync("a");
        session.Send([.. packets.Split('|'), """42["marker"]"""]);

        // Either it is passed over, and the next event arrives, or the connection ends, and the client comes back.
        var told = await play.Lines.TakeAsync("the marker or a disconnection", line => line.On == "disconnect" || line.Text("event") == "marker");

        if (told.On == "disconnect")
        {
            session = await server.SessionAsync(2);
            await session.ConnectAsync();
            await play.ConnectAsync("a");
            session.Send("""42["marker"]""");
            await play.EventAsync("a", "marker");
        }

        var state = (await play.StateAsync("a")).Json.GetProperty("state");
        Assert.True(state.GetProperty("connected").GetBoolean());
        Assert.InRange(play.Lines.All.Count(line => line.On == "disconnect"), 0, 1);
        Assert.Equal(play.Lines.All.Count(line => line.On == "disconnect") + 1, play.Lines.All.Count(line => line.On == "connect"));
    });

    [Theory]
    [InlineData("4{", "polling")]
    [InlineData("42[\"unfinished", "websocket")]
    [InlineData("49", "polling")]
    [InlineData("42[\"connect\"]", "websocket")]
    [InlineData("x", "polling")]
    [InlineData("9", "websocket")]
    [Trait("Spec", "CLI-040")]
    [Trait("Spec", "CLI-059")]
    [Trait("Spec", "CLI-079")]
    [Trait("Spec", "TST-141")]
    public Task What_cannot_be_read_ends_the_connection(string packet, string transport) => kit.SameAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over(transport));
        var session = await server.SessionAsync(1);
        await session.ConnectAsync();
        await play.ConnectAsync("a");
        session.Send(packet);
        await play.DisconnectAsync("a");
        await (await server.SessionAsync(2)).ConnectAsync();
        await play.NextAsync("reconnect", "a");
        await play.ConnectAsync("a");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Hostile", "M13")]
    public Task A_flood_of_heartbeats_is_not_answered_in_kind(string transport) => kit.OursAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over(transport));
        var session = await server.SessionAsync(1);
        await session.ConnectAsync();
        await play.ConnectAsync("a");
        session.Send([.. Enumerable.Repeat("2", 10_000), """42["marker"]"""]);
        await play.EventAsync("a", "marker");
        await play.EmitAsync("a", "barrier");
        await session.ExpectAsync("42");
        Assert.InRange(session.Received.Count(packet => packet == "3"), 1, 100);
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Hostile", "M14")]
    public Task A_message_above_the_limit_of_the_client_ends_the_connection(string transport) => kit.OursAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over(transport));
        var session = await server.SessionAsync(1);
        await session.ConnectAsync();
        await play.ConnectAsync("a");
        session.Send($"42[\"large\",\"{new string('x', 17 * 1024 * 1024)}\"]");
        await play.DisconnectAsync("a");
        await (await server.SessionAsync(2)).ConnectAsync();
        await play.ConnectAsync("a");
        Assert.DoesNotContain(play.Lines.All, line => line.On == "event");
    });

    [Fact]
    [Trait("Hostile", "M14")]
    public Task A_response_without_end_ends_the_connection() => kit.OursAsync(async play =>
    {
        var sent = 0L;
        var server = play.Owns(new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
            var chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string('4', 0x10000)}\r\n");

            while (true)
            {
                await connection.WriteAsync(chunk);
                Interlocked.Add(ref sent, chunk.Length);
            }
        }));
        play.Open("a", server.Url, Client.Over("polling").With("reconnection", false).With("timeout", false));
        await play.ConnectErrorAsync("a");
        Assert.InRange(Interlocked.Read(ref sent), 0, 64 * 1024 * 1024);
    });

    [Theory]
    [InlineData("")]
    [InlineData("Sec-WebSocket-Extensions: permessage-deflate\r\n")]
    [Trait("Hostile", "M14")]
    public Task A_compressed_frame_that_nobody_asked_for_is_not_inflated(string accepted) => kit.OursAsync(async play =>
    {
        var server = play.Owns(new ScriptedServer { UpgradeHeaders = accepted });
        play.Open("a", server.Url, Client.Over("websocket").With("reconnectionAttempts", 1));
        var session = await server.SessionAsync(1);

        // Either the client refuses the extension at once, or the frame.
        session.Open();
        await Task.WhenAny(session.ExpectAsync("40"), session.OverAsync());

        if (!session.IsOver)
        {
            session.Send("""40{"sid":"some-socket"}""");
            await play.ConnectAsync("a");
            await session.WebSocket!.SendAsync(RawWebSocket.Text, Bomb(), isCompressed: true);
        }

        var told = await play.Lines.TakeAsync("connect_error or disconnect", line => line.On is "connect_error" or "disconnect");
        Assert.DoesNotContain(play.Lines.All, line => line.On == "event");
        Assert.NotNull(told);
    });

    private static byte[] Bomb()
    {
        using var compressed = new MemoryStream();

        using (var deflate = new DeflateStream(compressed, CompressionLevel.Optimal))
        {
            deflate.Write("42[\"bomb\",\""u8);
            var zeros = new byte[1024 * 1024];
            Array.Fill(zeros, (byte)'0');

            for (var i = 0; i < 64; i++)
            {
                deflate.Write(zeros);
            }

            deflate.Write("\"]"u8);
        }

        return compressed.ToArray();
    }
}
