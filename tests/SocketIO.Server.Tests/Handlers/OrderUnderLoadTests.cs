using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>Whatever the mix and the load, what one socket sends is handled, and what it is sent arrives, in the order of the calls.</summary>
public sealed class OrderUnderLoadTests
{
    private const int Sockets = 24;
    private const int Events = 120;

    [Theory]
    [Trait("Spec", "SRV-110")]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task What_each_client_sends_is_handled_one_after_another_in_its_order(int seed, bool asksBack)
    {
        await using var server = new ServerHarness(o =>
        {
            // A handler that asks its client would wait for ever behind a reader that waits for the handler.
            o.InboundQueueEvents = asksBack ? 2 * Events : 8;
            o.AckTimeout = Timeout.InfiniteTimeSpan;
            o.PingInterval = TimeSpan.FromHours(12);
        });
        var handled = new ConcurrentDictionary<string, Track>();

        async Task<int> Handle(ServerSocket socket, int number, int effort)
        {
            var track = handled.GetOrAdd(socket.Id, _ => new Track());
            track.Begin(number);

            if (effort < 4)
            {
                for (var i = 0; i < effort; i++)
                {
                    await Task.Yield();
                }
            }
            else if (effort == 4)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(number % 7), server.Time, socket.DisconnectToken);
            }
            else
            {
                Assert.Equal(number, await socket.EmitWithAckAsync<int>("question", number));
            }

            track.End();
            return number;
        }

        server.Io.On("later", Handle);
        server.Io.On("bytes", (ServerSocket socket, int number, byte[] bytes, int effort) => Handle(socket, number, bytes.Length == 3 ? effort : -1));
        server.Io.On("now", (ServerSocket socket, int number) =>
        {
            var track = handled.GetOrAdd(socket.Id, _ => new Track());
            track.Begin(number);
            track.End();
            return number;
        });
        var clients = await Task.WhenAll(Enumerable.Range(0, Sockets).Select(_ => server.ConnectSocketAsync()));

        var running = clients.Select((c, i) => Task.Run(() => TalkAsync(c.Client, new Random((seed * 1000) + i), asksBack, () => handled.TryGetValue(c.Socket.Id, out var track) ? track.Seen.Count : 0))).ToArray();
        var all = Task.WhenAll(running);
        await Wait.Until($"all is handled (seed {seed})", () =>
        {
            server.Time.Advance(TimeSpan.FromMilliseconds(5));
            return all.IsCompleted;
        }, () => string.Join(',', handled.Values.Select(t => t.Seen.Count)));

        Assert.Empty(server.Errors);

        for (var i = 0; i < clients.Length; i++)
        {
            var track = handled[clients[i].Socket.Id];
            Assert.True(track.Seen.SequenceEqual(Enumerable.Range(0, Events)), $"seed {seed}, socket {i}: {string.Join(' ', track.Seen)}");
            Assert.Equal((seed, i, 1), (seed, i, track.MostAtOnce));
            Assert.Equal(await running[i], Answers(clients[i].Client));
        }
    }

    [Theory]
    [Trait("Spec", "SRV-110")]
    [Trait("Spec", "SRV-071")]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task What_each_writer_sends_arrives_in_its_order_and_once(int seed, bool recovery)
    {
        const int Writers = 4;
        await using var server = new ServerHarness(o => o.ConnectionStateRecovery = recovery ? new() : null);
        var clients = await Task.WhenAll(Enumerable.Range(0, Sockets).Select(_ => server.ConnectSocketAsync()));

        foreach (var (_, socket) in clients.Where((_, i) => i % 2 == 0))
        {
            await socket.JoinAsync("even");
        }

        var expected = await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(server.Io, clients.Select(c => c.Socket).ToArray(), $"w{w}", new Random((seed * 1000) + w)))));

        for (var i = 0; i < clients.Length; i++)
        {
            var received = clients[i].Client.All.Where(p => p[0] is '2' or '5').Select(Read).ToArray();

            for (var w = 0; w < Writers; w++)
            {
                var numbers = received.Where(r => r.Name == $"w{w}").Select(r => r.Number).ToArray();
                Assert.True(expected[w][i].SequenceEqual(numbers), $"seed {seed}, socket {i}, writer {w}: {string.Join(' ', numbers)} instead of {string.Join(' ', expected[w][i])}");
            }
        }
    }

    // Sends every event once, in batches, and answers what it is asked. Returns the numbers whose acknowledgement it asked for.
    private static async Task<int[]> TalkAsync(LoopbackClient client, Random random, bool asksBack, Func<int> handled)
    {
        var asked = new List<int>();
        var batch = new List<string>();

        for (var number = 0; number < Events; number++)
        {
            var id = random.Next(3) == 0 ? number.ToString(CultureInfo.InvariantCulture) : string.Empty;
            var effort = random.Next(asksBack ? 6 : 5);

            if (id.Length > 0)
            {
                asked.Add(number);
            }

            switch (random.Next(4))
            {
                case 0:
                    await client.SendAsync([.. batch, $"51-{id}[\"bytes\",{number},{{\"_placeholder\":true,\"num\":0}},{effort}]"]);
                    await client.SendAsync([1, 2, 3]);
                    batch.Clear();
                    break;
                case 1:
                    batch.Add($"2{id}[\"now\",{number}]");
                    break;
                default:
                    batch.Add($"2{id}[\"later\",{number},{effort}]");
                    break;
            }

            if (random.Next(6) == 0)
            {
                await client.SendAsync([.. batch]);
                await AnswerAsync(client);
                batch.Clear();
            }
        }

        await client.SendAsync([.. batch]);
        await Wait.Until("the last event is handled", () =>
        {
            _ = AnswerAsync(client);
            return handled() == Events && Answers(client).Length == asked.Count;
        });
        return [.. asked];
    }

    private static async Task AnswerAsync(LoopbackClient client)
    {
        foreach (var question in client.Drain().Where(p => p.Contains("question", StringComparison.Ordinal)))
        {
            await client.SendAsync($"3{question[1..question.IndexOf('[', StringComparison.Ordinal)]}[{Read(question).Number}]");
        }
    }

    private static int[] Answers(LoopbackClient client) => [.. client.All.Where(p => p[0] == '3').Select(p =>
    {
        var bracket = p.IndexOf('[', StringComparison.Ordinal);
        Assert.Equal(p[1..bracket], p[(bracket + 1)..^1]);
        return int.Parse(p.AsSpan(1, bracket - 1), CultureInfo.InvariantCulture);
    })];

    private static async Task<List<int>[]> WriteAsync(SocketIOServer io, ServerSocket[] sockets, string name, Random random)
    {
        var expected = Array.ConvertAll(sockets, _ => new List<int>());

        for (var number = 0; number < Events; number++)
        {
            var one = random.Next(sockets.Length);
            object?[] arguments = random.Next(4) == 0 ? [number, new byte[] { 1, 2 }] : [number, "text"];
            Predicate<int> receives;

            switch (random.Next(6))
            {
                case 0:
                    receives = _ => true;
                    await io.EmitAsync(name, arguments);
                    break;
                case 1:
                    receives = i => i % 2 == 0;
                    await io.To("even").EmitAsync(name, arguments);
                    break;
                case 2:
                    receives = i => i != one;
                    await sockets[one].Broadcast.EmitAsync(name, arguments);
                    break;
                case 3:
                    receives = i => i == one;
                    await io.To(sockets[one].Id).EmitAsync(name, arguments);
                    break;
                case 4:
                    receives = i => i == one;
                    _ = sockets[one].EmitWithAckAsync<int>(name, arguments).ContinueWith(static t => t.Exception, TaskScheduler.Default);
                    break;
                default:
                    receives = i => i == one;
                    await sockets[one].EmitAsync(name, arguments);
                    break;
            }

            for (var i = 0; i < sockets.Length; i++)
            {
                if (receives(i))
                {
                    expected[i].Add(number);
                }
            }

            if (random.Next(8) == 0)
            {
                await Task.Yield();
            }
        }

        return expected;
    }

    private static (string Name, int Number) Read(string packet)
    {
        using var payload = JsonDocument.Parse(packet[packet.IndexOf('[', StringComparison.Ordinal)..]);
        return (payload.RootElement[0].GetString()!, payload.RootElement[1].GetInt32());
    }

    private sealed class Track
    {
        private int _running;

        public List<int> Seen { get; } = [];

        public int MostAtOnce { get; private set; }

        public void Begin(int number)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
            Seen.Add(number);
        }

        public void End() => Interlocked.Decrement(ref _running);
    }
}
