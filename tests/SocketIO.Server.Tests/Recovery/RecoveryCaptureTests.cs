using System.Text.Json;
using System.Text.RegularExpressions;
using SocketIO.Adapters;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>
/// A conversation of npm's client and server about recovery (socket.io 4.8.4, maxDisconnectionDuration 2 s), held again. The file has the frames; what the
/// server's application did is here.
/// </summary>
public sealed partial class RecoveryCaptureTests : IAsyncLifetime
{
    // Ours lets a client back that has received nothing, see docs/protocol/differences.md.
    private const string WithoutOffset = "pid without offset (no event received yet)";

    private readonly ServerHarness _server = new(options => options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions { MaxDisconnectionDuration = TimeSpan.FromSeconds(2) });
    private readonly Dictionary<int, LoopbackClient> _clients = [];
    private readonly Dictionary<string, string> _actual = [];
    private readonly Dictionary<(int Conn, string Ns), Queue<string>> _received = [];
    private int _compared;

    private SocketIOServer Io => _server.Io;

    [Fact]
    [Trait("Spec", "SRV-099")]
    [Trait("Spec", "SRV-100")]
    [Trait("Spec", "SRV-101")]
    [Trait("Spec", "SRV-102")]
    [Trait("Spec", "SRV-103")]
    public async Task The_server_answers_as_recorded()
    {
        var file = Path.Combine(Checkout.Root, "tests", "SocketIO.Server.Tests", "Recovery", "recovery-websocket.ndjson");
        var step = string.Empty;

        foreach (var line in await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken))
        {
            var frame = JsonSerializer.Deserialize<Frame>(line, JsonSerializerOptions.Web)!;

            if (frame.Step == WithoutOffset)
            {
                continue;
            }

            if (frame.Step != step)
            {
                step = frame.Step;
                await BeginAsync(step);
            }

            if (frame.Close)
            {
                Client(frame.Conn).Lose();
                await AfterLossAsync(step);
            }
            else if (frame.Dir == "c2s")
            {
                await Client(frame.Conn).SendAsync(Replace(frame.Text!)[1..]);
                await AfterSentAsync(step, frame.Text!);
            }
            else
            {
                await CompareAsync(frame);
            }
        }

        Assert.Equal(30, _compared);
    }

    public ValueTask InitializeAsync()
    {
        foreach (var ns in new[] { Io, Io.Of("/admin") })
        {
            ns.OnConnection(async (ServerSocket socket) =>
            {
                if (!socket.Recovered)
                {
                    await socket.JoinAsync("room1");
                    socket.Data["who"] = "me";
                }
            });
        }

        return default;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task BeginAsync(string step)
    {
        switch (step)
        {
            case "io.emit, room, binary, no args, volatile (no offset), ack wanted (no offset), socket.emit (has offset)":
                await Io.EmitAsync("e", 1);
                await Io.To("room1").EmitAsync("e", new { a = 2 });
                await Io.EmitAsync("e", new byte[] { 1, 2 });
                await Io.EmitAsync("e");
                await Io.Volatile.EmitAsync("e", "volatile");
                _ = Io.EmitWithAckAsync<int>("e", "with ack");
                await Io.Sockets.Single().EmitAsync("e", "direct");
                _ = Io.Sockets.Single().EmitWithAckAsync<int>("e", "direct with ack");
                break;

            case "server-side socket.disconnect(): the client reconnects with its pid; not recovered":
                await Io.EmitAsync("e", "x");
                await Io.Sockets.Single().DisconnectAsync();
                break;

            case "client-side disconnect(): the client reconnects with its pid; not recovered":
                await Io.EmitAsync("e", "y");
                break;
        }
    }

    private async Task AfterSentAsync(string step, string sent)
    {
        if (step.StartsWith("CONNECT with pid and offset", StringComparison.Ordinal))
        {
            var socket = Io.Sockets.Single();
            Assert.True(socket.Recovered);
            Assert.Equal("me", socket.Data["who"]);
            Assert.Equal([socket.Id, "room1"], socket.Rooms);
            await Io.EmitAsync("e", "live again");
        }
        else if (sent == "40/admin,{\"k\":1}")
        {
            await Io.Of("/admin").EmitAsync("e", "admin 1");
        }
    }

    private async Task AfterLossAsync(string step)
    {
        if (step == "transport lost")
        {
            var sid = _actual.First().Value.Trim('"');
            await Io.EmitAsync("m", 1);
            await Io.To("room1").EmitAsync("m", 2);
            await Io.To("other").EmitAsync("m", 3);
            await Io.Except("room1").EmitAsync("m", 4);
            await Io.EmitAsync("m", new byte[] { 5 });
            await Io.Volatile.EmitAsync("m", 6);
            await Io.To(sid).EmitAsync("m", 7);
        }
        else if (step.StartsWith("transport lost for longer", StringComparison.Ordinal))
        {
            _server.Time.Advance(TimeSpan.FromSeconds(2.1));
        }
        else if (step == "custom namespace")
        {
            await Io.Of("/admin").EmitAsync("m", "missed in admin");
        }
    }

    // Namespaces answer independently of each other.
    private async Task CompareAsync(Frame frame)
    {
        var (recorded, ns) = frame.Text is { } text ? (text[1..], NamespaceOf(text[1..])) : (frame.B64!, "/");

        if (frame.B64 is not null)
        {
            // It was compared with the packet that it belongs to: the loopback hands them out together.
            return;
        }

        if (!_received.TryGetValue((frame.Conn, ns), out var queue))
        {
            _received[(frame.Conn, ns)] = queue = new();
        }

        while (queue.Count == 0)
        {
            var packet = await Client(frame.Conn).ReceiveAsync();
            (_received.TryGetValue((frame.Conn, NamespaceOf(packet)), out var other) ? other : _received[(frame.Conn, NamespaceOf(packet))] = new()).Enqueue(packet);
        }

        var actual = queue.Dequeue();
        var (was, now) = (Secret().Matches(recorded), Secret().Matches(actual));
        Assert.Equal(Secret().Replace(recorded, "?"), Secret().Replace(actual, "?"));

        // What stood for the same before does so now, and nothing else does.
        foreach (var (old, current) in was.Zip(now))
        {
            Assert.Equal(_actual.TryAdd(old.Value, current.Value) ? current.Value : _actual[old.Value], current.Value);
        }

        // Offsets are those of their namespace; ids are nobody else's.
        string[] ids = [.. _actual.Values.Where(value => value.Length == 22)];
        Assert.Equal(ids.Distinct(), ids);
        _compared++;
    }

    private string Replace(string sent) => Secret().Replace(sent, match => _actual.GetValueOrDefault(match.Value, match.Value));

    private LoopbackClient Client(int conn) => _clients.TryGetValue(conn, out var client) ? client : _clients[conn] = _server.Open();

    private static string NamespaceOf(string packet) => Namespace().Match(packet) is { Success: true } match ? match.Value : "/";

    // Ids with their quotes, and offsets, which stand in last place.
    [GeneratedRegex("\"[A-Za-z0-9_-]{20}\"|\"[A-Za-z0-9_-]{7}(\\.\\d+)?\"(?=[\\]}]|,\"token\"|,\"k\")")]
    private static partial Regex Secret();

    [GeneratedRegex("/[a-z]+(?=,)")]
    private static partial Regex Namespace();

    private sealed record Frame(string Step, int Conn, string Dir, string? Text, string? B64, bool Close);
}
