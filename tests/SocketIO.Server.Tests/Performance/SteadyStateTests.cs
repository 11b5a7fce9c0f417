using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Protocol;
using SocketIO.Tests;
using SocketIO.Tests.InMemory;

namespace SocketIO.Server.Tests;

/// <summary>
/// What the whole server allocates once it is warm, from the bytes of a frame to the bytes of its answer: under Kestrel, with logging at
/// Information and somebody listening to the metrics.
/// </summary>
[Collection(nameof(AllocationTests))]
public sealed class SteadyStateTests : IAsyncLifetime
{
    // A string of 32 characters: header, length, characters and terminator, aligned.
    private const int StringOf32 = 88;

    private const string Text = "abcdefghijklmnopqrstuvwxyz012345";

    private readonly ManualTimeProvider _time = new();
    private readonly MeterListener _metrics = new();
    private MemoryServer _server = null!;
    private long _measured;
    private int _sum;

    [Fact]
    public async Task An_acknowledged_event_costs_its_arguments()
    {
        _server.Io.On("echo", (string text) => text);
        _server.Io.On("add", (int a, int b) => { _sum += a + b; });
        var client = await _server.ConnectAsync();

        Assert.Equal(StringOf32, PerMessage(client, $"420[\"echo\",\"{Text}\"]"));
        Assert.Equal(0, PerMessage(client, "421[\"add\",1,2]"));
        Assert.True(_sum > 0 && _measured > 0);
    }

    [Fact]
    public async Task An_acknowledged_event_of_any_type_stays_within_200_bytes_beyond_its_arguments()
    {
        _server.Io.On("raw", (EventArgument argument) => argument);
        _server.Io.On("task", (string text) => Task.FromResult(text));
        _server.Io.On("ack", (int number, Ack ack) => ack.SendAsync());
        var client = await _server.ConnectAsync();
        var task = Allocated.PerRun(() => Task.FromResult(Text));

        Assert.InRange(PerMessage(client, $"420[\"raw\",\"{Text}\"]"), 0, StringOf32 + 200);
        Assert.InRange(PerMessage(client, $"420[\"task\",\"{Text}\"]"), 0, StringOf32 + task + 200);
        Assert.InRange(PerMessage(client, "420[\"ack\",1]"), 0, 200);
    }

    [Fact]
    public async Task An_event_sent_to_one_client_costs_nothing()
    {
        var client = await _server.ConnectAsync();
        var socket = _server.Io.Of("/").FindSocket(client.Id)!;

        Assert.Equal(0, PerBroadcast(() => _ = socket.EmitAsync("msg", Text), client));
    }

    [Fact]
    public async Task A_heartbeat_costs_nothing()
    {
        var pong = MemoryFrames.Text("3");
        var clients = await _server.ConnectAsync(10);
        var beats = 0;
        var few = PerBeat();
        clients = [.. clients, .. await _server.ConnectAsync(200)];

        // The wheel's own ticks, and the clock of this test, cost the same however many connections there are.
        Assert.Equal(few, PerBeat());
        Assert.Equal((10 + 210) * 20 * 5, beats);

        long PerBeat() => Allocated.PerRun(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(26));

                foreach (var client in clients)
                {
                    beats += client.Drain() > 0 ? 1 : 0;
                    client.Send(pong);
                }
            },
            runs: 20);
    }

    [Fact]
    public async Task A_volatile_event_that_is_dropped_costs_nothing()
    {
        var client = await _server.ConnectAsync();
        var socket = _server.Io.Of("/").FindSocket(client.Id)!;
        Stall(socket);
        var queued = socket.Connection.Session.QueuedBytes;

        Assert.Equal(0, Allocated.PerRun(() => _ = socket.Volatile.EmitAsync("msg", Text)));
        Assert.Equal(queued, socket.Connection.Session.QueuedBytes);
    }

    [Fact]
    public async Task A_volatile_broadcast_that_is_dropped_costs_nothing_for_each_client()
    {
        await _server.ConnectAsync(10);
        Array.ForEach([.. _server.Io.Sockets], Stall);
        var few = PerBroadcast(() => _ = _server.Io.Volatile.EmitAsync("msg", Text));
        await _server.ConnectAsync(100);
        Array.ForEach([.. _server.Io.Sockets], Stall);

        Assert.Equal(few, PerBroadcast(() => _ = _server.Io.Volatile.EmitAsync("msg", Text)));
    }

    [Theory]
    [InlineData("everybody")]
    [InlineData("a room")]
    [InlineData("all but one")]
    [InlineData("two rooms")]
    public async Task A_broadcast_costs_the_same_for_10_as_for_1000(string target)
    {
        _server.Io.OnConnection(socket => socket.JoinAsync("one", "two"));
        var clients = await _server.ConnectAsync(10);
        var sender = _server.Io.Of("/").FindSocket((await _server.ConnectAsync()).Id)!;
        await sender.LeaveAsync("one");
        await sender.LeaveAsync("two");

        var few = PerBroadcast(Broadcast, clients);
        clients = [.. clients, .. await _server.ConnectAsync(990)];

        Assert.InRange(few, 1, 1000);
        Assert.Equal(few, PerBroadcast(Broadcast, clients));

        void Broadcast() => _ = target switch
        {
            "everybody" => _server.Io.EmitAsync("msg", Text),
            "a room" => _server.Io.To("one").EmitAsync("msg", Text),
            "all but one" => sender.Broadcast.EmitAsync("msg", Text),
            _ => _server.Io.To("one", "two").EmitAsync("msg", Text),
        };
    }

    public async ValueTask InitializeAsync()
    {
        _metrics.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _metrics.SetMeasurementEventCallback<long>((_, value, _, _) => _measured += value);
        _metrics.Start();
        _server = await MemoryServer.StartAsync(services: services => services
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<ILoggerProvider, InformationLog>());
    }

    public ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        return _server.DisposeAsync();
    }

    private static long PerMessage(MemoryClient client, string message)
    {
        var frame = MemoryFrames.Text(message);

        var answered = 0;
        var cost = Allocated.PerRun(() =>
        {
            client.Send(frame);
            answered += client.Drain() > 0 ? 1 : 0;
        });

        Assert.Equal(5000, answered);
        return cost;
    }

    private static long PerBroadcast(Action broadcast, params MemoryClient[] receivers)
    {
        var missed = 0;
        var cost = Allocated.PerRun(
            () =>
            {
                broadcast();

                foreach (var receiver in receivers)
                {
                    missed += receiver.Drain() > 0 ? 0 : 1;
                }
            },
            runs: 20);

        Assert.Equal(0, missed);
        return cost;
    }

    // Sends until the connection takes no more, as to a client that has stopped reading.
    private static void Stall(ServerSocket socket)
    {
        while (socket.Connection.Session.IsWritable)
        {
            _ = socket.EmitAsync("msg", Text);
        }
    }
}
