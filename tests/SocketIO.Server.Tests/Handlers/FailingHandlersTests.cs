using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>However many handlers fail, and however they do, nobody else notices, and each failure is told once.</summary>
public sealed class FailingHandlersTests
{
    private const int Failing = 10;
    private const int Healthy = 5;
    private const int Each = 10_000;

    [Fact]
    public async Task A_hundred_thousand_failures_are_told_once_each_and_harm_nobody()
    {
        // Without logs: those of a hundred thousand exceptions would be all that this test measures.
        await using var server = new ServerHarness(addServices: services => services.AddMetrics().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance));
        using var counter = new Counter(server.Services.GetRequiredService<IMeterFactory>());
        var told = new ConcurrentDictionary<(string Socket, int Number), int>();
        var io = server.Io;
        io.OnError(error => told.AddOrUpdate((error.Socket!.Id, ((Failure)error.Exception).Number), 1, (_, times) => times + 1));
        io.On("at once", void (int n) => throw new Failure(n));
        io.On("as a task", (int n) => Task.FromException<int>(new Failure(n)));
        io.On("as a value task", (int n) => ValueTask.FromException(new Failure(n)));
        io.On("later", async (int n) =>
        {
            await Task.Yield();
            throw new Failure(n);
        });
        io.On("echo", (int n) => n);
        string[] events = ["at once", "as a task", "as a value task", "later"];

        var failing = await Task.WhenAll(Enumerable.Range(0, Failing).Select(_ => server.ConnectSocketAsync()));
        var healthy = await Task.WhenAll(Enumerable.Range(0, Healthy).Select(_ => server.ConnectSocketAsync()));

        await Wait.For("all events to be sent", Task.WhenAll(
        [
            .. failing.Select((c, i) => Task.Run(() => SendAsync(c.Client, n => $"2{n}[\"{events[(n + i) % events.Length]}\",{n}]"))),
            .. healthy.Select(c => Task.Run(() => SendAsync(c.Client, n => $"2{n}[\"echo\",{n}]"))),
        ]), TimeSpan.FromMinutes(2));
        await Wait.Until("all failures are told", () => told.Count == Failing * Each, () => told.Count, TimeSpan.FromMinutes(2));

        Assert.All(told.Values, times => Assert.Equal(1, times));
        Assert.Equal(Failing * Each, counter.Total);
        Assert.Equal(server.Errors.Count, counter.Total);

        foreach (var (client, socket) in failing)
        {
            Assert.True(socket.Connected);
            Assert.Single(client.All);
            await client.SendAsync("20[\"echo\",7]");
            await Wait.Until("it is answered", () => client.All.Count == 2);
        }

        Assert.All(healthy, c => Assert.Equal(Enumerable.Range(0, Each).Select(n => $"3{n}[{n}]"), c.Client.All.Skip(1)));
        await Wait.Until("nothing is pending", () => io.PendingHandlers.Count == 0);
    }

    private static async Task SendAsync(LoopbackClient client, Func<int, string> packet)
    {
        foreach (var batch in Enumerable.Range(0, Each).Chunk(500))
        {
            await client.SendAsync(Array.ConvertAll(batch, n => packet(n)));
        }
    }

    private sealed class Failure(int number) : Exception
    {
        public int Number => number;
    }

    private sealed class Counter : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _total;

        public Counter(IMeterFactory factory)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "socketio.server.handler.errors" && instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _total, value));
            _listener.Start();
        }

        public long Total => Interlocked.Read(ref _total);

        public void Dispose() => _listener.Dispose();
    }
}
