using System.Collections.Concurrent;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>Many threads emit while the connection is killed again and again.</summary>
public sealed class ChaosTests
{
    private const int Threads = 8;

    [Theory]
    [InlineData("websocket")]
    [InlineData("polling")]
    [InlineData("polling websocket")]
    [Trait("Spec", "CLI-066")]
    [Trait("Spec", "CLI-064")]
    public async Task Every_wait_ends_and_the_order_of_each_thread_is_kept(string transports)
    {
        var unobserved = new ConcurrentQueue<Exception>();

        // Waits that other tests have given up are theirs.
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, e) =>
        {
            if (!e.Exception.InnerExceptions.All(inner => inner is SocketDisconnectedException or AckTimeoutException or ConnectErrorException))
            {
                unobserved.Enqueue(e.Exception);
            }
        };

        TaskScheduler.UnobservedTaskException += note;

        try
        {
            await using var server = await LiveServer.StartAsync();
            var arrived = new ConcurrentDictionary<(string Socket, int Thread), ConcurrentQueue<int>>();
            server.Io.OnConnection(socket => socket.On("n", (int thread, int number) =>
            {
                arrived.GetOrAdd((socket.Id, thread), _ => new()).Enqueue(number);
                return number;
            }));

            var client = new SocketIOClient(server.Url, o =>
            {
                o.ForceNew = true;
                o.Transports = transports.Split(' ');
                o.ReconnectionDelay = TimeSpan.FromMilliseconds(1);
                o.ReconnectionDelayMax = TimeSpan.FromMilliseconds(5);
            });

            await client.ConnectAsync();
            var outcomes = new ConcurrentDictionary<(int Thread, int Number), string>();
            using var stop = new CancellationTokenSource();
            var killing = KillAsync(client, server, stop.Token);
            await Wait.For("all outcomes", Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() => EmitAsync(client, thread, outcomes)))), TimeSpan.FromSeconds(60));
            await stop.CancelAsync();
            await killing;

            Assert.Equal(Threads * 60, outcomes.Count);
            Assert.Contains("answered", outcomes.Values);

            // In each session none before an earlier one. A session that is being left is still read while the next has begun.
            Assert.All(arrived.Values, numbers => Assert.Equal(numbers.Order(), numbers));

            // Each at most once, and what had an answer did arrive.
            var all = arrived.SelectMany(pair => pair.Value.Select(number => (pair.Key.Thread, number))).ToArray();
            Assert.Distinct(all);
            Assert.Subset(all.ToHashSet(), outcomes.Where(outcome => outcome.Value is "answered").Select(outcome => outcome.Key).ToHashSet());
            Assert.DoesNotContain("wrong", outcomes.Values);

            await Wait.For("the end", client.DisposeAsync().AsTask());
            await Wait.For("everything", client.Connection.EngineLocked!.Completion);
        }
        finally
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            TaskScheduler.UnobservedTaskException -= note;
        }

        Assert.Empty(unobserved);
    }

    // Several at once, so that the kill finds some on their way.
    private static async Task EmitAsync(SocketIOClient client, int thread, ConcurrentDictionary<(int Thread, int Number), string> outcomes)
    {
        for (var number = 0; number < 60; number += 6)
        {
            await Task.WhenAll(Enumerable.Range(number, 6).Select(async n => Assert.True(outcomes.TryAdd((thread, n), await AskAsync(client, thread, n)))));
        }
    }

    private static async Task<string> AskAsync(SocketIOClient client, int thread, int number)
    {
        try
        {
            return await client.EmitWithAckAsync<int>("n", thread, number) == number ? "answered" : "wrong";
        }
        catch (SocketDisconnectedException)
        {
            return "lost";
        }
    }

    private static async Task KillAsync(SocketIOClient client, LiveServer server, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await Wait.Until("the client to be back", () => client.Connected || stop.IsCancellationRequested);

            switch (i % 3)
            {
                case 0:
                    client.Connection.CloseEngine();
                    break;

                case 1:
                    await server.Io.DisconnectSocketsAsync(close: true);

                    // Whoever was told to go comes back only when it is told to.
                    await Wait.Until("the disconnection", () => !client.Connected || stop.IsCancellationRequested);
                    client.Connect();
                    break;

                default:
                    client.Disconnect();
                    client.Connect();
                    break;
            }

            await Task.Yield();
        }
    }

    [Fact]
    [Trait("Spec", "CLI-070")]
    public async Task With_retries_every_event_arrives()
    {
        await using var server = await LiveServer.StartAsync();
        var arrived = new ConcurrentQueue<int>();
        server.Io.OnConnection(socket => socket.On("n", (int number) =>
        {
            arrived.Enqueue(number);
            return number;
        }));

        await using var client = new SocketIOClient(server.Url, o =>
        {
            o.ForceNew = true;
            o.Transports = ["websocket"];
            o.Retries = 1000;
            o.AckTimeout = TimeSpan.FromSeconds(10);
            o.ReconnectionDelay = TimeSpan.FromMilliseconds(1);
            o.ReconnectionDelayMax = TimeSpan.FromMilliseconds(5);
        });

        await client.ConnectAsync();
        using var stop = new CancellationTokenSource();
        var killing = KillAsync(client, server, stop.Token);
        var answers = Enumerable.Range(0, 200).Select(number => client.EmitWithAckAsync<int>("n", number)).ToArray();
        Assert.Equal(Enumerable.Range(0, 200), await Wait.For("all answers", Task.WhenAll(answers), TimeSpan.FromSeconds(60)));
        await stop.CancelAsync();
        await killing;
        Assert.Equal(Enumerable.Range(0, 200), arrived.Distinct());
    }

    [Fact]
    public async Task Threads_that_connect_disconnect_and_emit_at_will_break_nothing()
    {
        await using var server = await LiveServer.StartAsync();
        server.Io.OnConnection(socket => socket.On("n", (int number) => number));
        server.Io.Of("/other").OnConnection(socket => socket.On("n", (int number) => number));

        await using var client = new SocketIOClient(server.Url, o =>
        {
            o.ForceNew = true;
            o.ReconnectionDelay = TimeSpan.FromMilliseconds(1);
            o.ReconnectionDelayMax = TimeSpan.FromMilliseconds(5);
            o.AckTimeout = TimeSpan.FromSeconds(5);
        });

        var other = client.Of("/other");
        await Wait.For("all threads", Task.WhenAll(Enumerable.Range(0, Threads).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);

            for (var i = 0; i < 60; i++)
            {
                var socket = random.Next(2) == 0 ? client : other;

                switch (random.Next(8))
                {
                    case 0:
                        socket.Disconnect();
                        break;

                    case 1:
                        client.Connection.CloseEngine();
                        break;

                    case < 4:
                        socket.Connect();
                        break;

                    case 4:
                        _ = socket.Volatile.EmitAsync("n", 1);
                        break;

                    case 5:
                        using (var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(3)), TimeProvider.System))
                        {
                            await Record.ExceptionAsync(() => socket.ConnectAsync(soon.Token));
                        }

                        break;

                    case 6:
                        using (var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(5)), TimeProvider.System))
                        {
                            await Record.ExceptionAsync(() => socket.EmitWithAckAsync<int>("n", i, soon.Token));
                        }

                        break;

                    default:
                        await socket.EmitAsync("n", i);
                        break;
                }
            }
        }))), TimeSpan.FromSeconds(60));

        // And afterwards all is as before.
        await Wait.For("both", Task.WhenAll(client.ConnectAsync(), other.ConnectAsync()));
        Assert.Equal(7, await Wait.For("an answer", client.EmitWithAckAsync<int>("n", 7)));
        Assert.Equal(8, await Wait.For("an answer", other.EmitWithAckAsync<int>("n", 8)));
    }
}
