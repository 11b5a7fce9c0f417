using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Protocol;

namespace SocketIO.Server.Tests;

/// <summary>What operators can see.</summary>
public sealed class DiagnosticsTests
{
    [Fact]
    [Trait("Spec", "SRV-014")]
    public async Task Everything_that_happens_is_counted()
    {
        await using var server = new ServerHarness(addServices: services => services.AddMetrics());
        var totals = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        var factory = server.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "SocketIO.Server" && instrument.Meter.Scope == factory)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => totals.AddOrUpdate(instrument.Name["socketio.server.".Length..], value, (_, sum) => sum + value));
        listener.Start();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Io.On("ok", () => "ok");
        server.Io.On("typed", (int n) => n);
        server.Io.On("bad", void () => throw new InvalidOperationException());
        server.Io.On("pending", () => gate.Task);

        var (client, socket) = await server.ConnectSocketAsync();
        await client.SendAsync("0/nope,", "2[\"ok\"]", "2[\"typed\",\"x\"]", "2[\"bad\"]", "2[\"unknown\"]", "2[\"pending\"]");
        await socket.EmitAsync("out");
        await server.Io.EmitAsync("all");
        await Assert.ThrowsAsync<AckTimeoutException>(() =>
        {
            var asked = socket.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync<int>("q");
            server.Time.Advance(TimeSpan.FromSeconds(1));
            return asked;
        });
        var second = server.Open();
        await second.SendAsync("garbage");
        var third = server.Open();
        await third.SendAsync("2[\"early\"]");

        Assert.Equal(
            [
                ("acks.timed_out", 1), ("connections", 1), ("connects.refused", 1), ("events.received", 5), ("events.rejected", 1), ("events.sent", 3),
                ("events.unhandled", 1), ("handler.errors", 1), ("handlers.pending", 1), ("packets.malformed", 1), ("protocol.violations", 1), ("sockets", 1),
            ],
            totals.OrderBy(t => t.Key).Select(t => (t.Key, t.Value)));

        gate.SetResult();
        client.Lose();
        await SocketIO.Tests.Wait.Until("nothing is pending", () => totals["handlers.pending"] == 0);
        Assert.Equal((0, 0), (totals["connections"], totals["sockets"]));
    }

    [Fact]
    public async Task A_handled_event_is_an_activity_if_somebody_listens()
    {
        var seen = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "SocketIO.Server",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = seen.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = new ServerHarness();
        server.Io.Of("/traced").On("traced event", async () =>
        {
            await Task.Yield();
            return Activity.Current?.OperationName;
        });
        var client = await server.ConnectAsync("/traced");

        await client.SendAsync("2/traced,0[\"traced event\"]", "2/traced,1[\"unknown event\"]");

        Assert.Equal("3/traced,0[\"traced event\"]", await client.ReceiveAsync());
        await SocketIO.Tests.Wait.Until("the activity has ended", () => seen.Any(a => a.OperationName == "traced event"));
        var activity = seen.Single(a => a.OperationName == "traced event");
        Assert.Equal("/traced", activity.GetTagItem("socketio.namespace"));
        Assert.Equal(ActivityKind.Server, activity.Kind);
        Assert.DoesNotContain(seen, a => a.OperationName == "unknown event");
    }

    [Fact]
    public async Task Nothing_secret_is_logged()
    {
        await using var server = new ServerHarness();
        server.Io.On("e", (int n) => n);
        var client = await server.ConnectAsync(auth: "{\"token\":\"tell nobody\"}");
        await client.SendAsync("2[\"e\",\"tell nobody\"]", "0/tell-nobody,", "2{\"tell\":\"nobody\"}");

        Assert.NotEmpty(server.Logs.Entries);
        Assert.All(server.Logs.Entries, e => Assert.DoesNotContain("nobody", e.Text));
        Assert.All(server.Logs.Entries, e => Assert.DoesNotContain(client.Session.Id, e.Text));
    }

    [Fact]
    [Trait("Spec", "PAR-030")]
    public async Task Nothing_is_logged_of_what_is_usual_unless_it_is_asked_for()
    {
        await using var server = new ServerHarness(o => o.ConnectionStateRecovery = new());
        server.Io.Use((_, next) => next());
        server.Io.On("e", (int n) => n);
        var (client, socket) = await server.ConnectSocketAsync();

        await client.SendAsync("20[\"e\",1]", "2[\"nobody\"]", "0/nope,", "1");
        await socket.EmitAsync("gone");
        client.Lose();
        await client.ClosedAsync();

        Assert.NotEmpty(server.Logs.Entries);
        Assert.DoesNotContain(server.Logs.Entries, entry => entry.Level > LogLevel.Debug);
    }

    [Fact]
    [Trait("Spec", "PAR-031")]
    public async Task Each_part_logs_under_the_name_of_its_type_and_can_be_turned_on_alone()
    {
        await using var server = new ServerHarness(addServices: services => services.AddLogging(logging => logging
            .AddFilter("SocketIO", LogLevel.Warning)
            .AddFilter("SocketIO.Server.ServerNamespace", LogLevel.Debug)));
        var client = await server.ConnectAsync();
        await client.SendAsync("2{}");
        await client.ClosedAsync();

        Assert.Equal(
            [("SocketIO.Server.ClientConnection", "Malformed"), ("SocketIO.Server.ServerNamespace", "SocketConnected"), ("SocketIO.Server.ServerNamespace", "SocketDisconnected")],
            server.Logs.Entries.Select(entry => (entry.Category, entry.Event)).Distinct().Order());
        Assert.All(server.Logs.Entries, entry => Assert.NotNull(typeof(SocketIOServer).Assembly.GetType(entry.Category)));
    }
}
