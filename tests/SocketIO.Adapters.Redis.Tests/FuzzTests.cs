using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Adapters.Redis.Tests.PubSub;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>Whatever somebody publishes on our channels: it is counted, dropped, and disturbs nothing.</summary>
public sealed class FuzzTests : IAsyncDisposable
{
    // Nobody listens there: what is answered fails, which must not matter either.
    private readonly RedisNodes _nodes = new("127.0.0.1:1", static _ => { });
    private readonly MeterListener _listener = new();
    private readonly TestNode _node = new("abcdef");
    private long _dropped;
    private long _received;

    public FuzzTests()
    {
        _node.Adapter = _nodes.Create(_node);
        _node.Add("a", "room1", "room2");

        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, _nodes.Services.GetRequiredService<IMeterFactory>()))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };

        _listener.SetMeasurementEventCallback<long>((instrument, count, _, _) =>
        {
            if (instrument.Name == "socketio.adapter.messages.dropped")
            {
                Interlocked.Add(ref _dropped, count);
            }
            else if (instrument.Name == "socketio.adapter.messages.received")
            {
                Interlocked.Add(ref _received, count);
            }
        });

        _listener.Start();
    }

    [Fact]
    [Trait("Hostile", "L10")]
    public void A_hundred_thousand_broken_messages_are_dropped()
    {
        var random = new Random(4711);
        var bodies = CapturedMessage.All.Select(static message => message.Body).ToArray();

        for (var i = 0; i < 100_000; i++)
        {
            var body = random.Next(4) == 0 ? RandomBytes(random) : Mutate(random, bodies[random.Next(bodies.Length)], bodies[random.Next(bodies.Length)]);
            _node.Adapter.Handle((ReceivedFrom)random.Next(3), random.Next(2) == 0 ? "socket.io#/#" : "socket.io#/#room1#", body);
        }

        Assert.True(Interlocked.Read(ref _dropped) > 20_000, $"{_dropped} were dropped.");
        Assert.True(Interlocked.Read(ref _received) > 1_000, $"{_received} were messages all the same.");
        Assert.DoesNotContain("RequestFailed", _nodes.Log.Events);
        Assert.DoesNotContain("MessageFailed", _nodes.Log.Events);
    }

    [Theory]
    [Trait("Hostile", "L10")]
    [MemberData(nameof(Hostile))]
    public void A_hostile_message_is_dropped(string what, byte[] body, bool isCounted)
    {
        foreach (var source in Enum.GetValues<ReceivedFrom>())
        {
            Interlocked.Exchange(ref _dropped, 0);
            _node.Adapter.Handle(source, "socket.io#/#", body);
            Assert.True(!isCounted || Interlocked.Read(ref _dropped) >= 1, $"{what} by {source}");
        }

        Assert.Empty(_node.ServerEvents);
        Assert.DoesNotContain("RequestFailed", _nodes.Log.Events);
        Assert.DoesNotContain("MessageFailed", _nodes.Log.Events);
    }

    public static TheoryData<string, byte[], bool> Hostile => new()
    {
        { "one byte", [0xc1], true },
        { "a brace", "{"u8.ToArray(), true },
        { "no UTF-8", [(byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}'], true },
        { "an array that announces 4 billion elements", [0xdd, 0xff, 0xff, 0xff, 0xff], true },
        { "binary data that announces 4 GB", [0x93, 0xc6, 0xff, 0xff, 0xff, 0xff], true },
        { "JSON that is too deep", Encoding.UTF8.GetBytes("{\"uid\":\"x\",\"type\":6,\"data\":" + new string('[', 100_000) + new string(']', 100_000) + "}"), true },
        { "MessagePack that is too deep", [.. Enumerable.Repeat((byte)0x91, 100_000), 0xc0], true },
        { "a type that nobody has", "{\"uid\":\"x\",\"type\":10,\"requestId\":5}"u8.ToArray(), true },
        { "a type that is no number", "{\"uid\":\"x\",\"type\":{},\"opts\":{}}"u8.ToArray(), true },
        { "options that are no object", "{\"uid\":\"x\",\"type\":2,\"opts\":7,\"rooms\":[\"r\"]}"u8.ToArray(), true },
        { "an event without a name", "{\"uid\":\"x\",\"type\":6,\"data\":[]}"u8.ToArray(), true },
        { "an event of our own", "{\"uid\":\"abcdef\",\"type\":6,\"data\":[\"own\"]}"u8.ToArray(), false },
        { "an answer to nobody", "{\"requestId\":\"nobody\",\"sockets\":[]}"u8.ToArray(), false },
        { "a request of old for a socket that is not here", "{\"type\":2,\"sid\":\"zzz\",\"room\":\"r\",\"requestId\":\"1\"}"u8.ToArray(), false },
        { "a namespace of a megabyte", Encoding.UTF8.GetBytes("{\"uid\":\"x\",\"type\":6,\"nsp\":\"" + new string('n', 1 << 20) + "\"}"), true },
    };

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _nodes.DisposeAsync();
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(1, 64)];
        random.NextBytes(bytes);

        // What begins like a message gets further.
        bytes[0] = random.Next(3) switch { 0 => 0x93, 1 => (byte)'{', _ => bytes[0] };
        return bytes;
    }

    private static byte[] Mutate(Random random, byte[] body, byte[] other)
    {
        var bytes = body.ToArray();

        switch (random.Next(4))
        {
            case 0:
                return bytes[..random.Next(1, bytes.Length)];

            case 1:
                return [.. bytes[..random.Next(1, bytes.Length)], .. other[random.Next(other.Length)..]];

            default:
                for (var i = random.Next(1, 5); i > 0; i--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
        }
    }
}
