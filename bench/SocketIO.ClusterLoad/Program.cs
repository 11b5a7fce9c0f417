using System.Diagnostics;
using System.Globalization;
using SocketIO.Client;
using SocketIO.ClusterLoad;
using SocketIO.Tests;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

if (args is ["node", var nodeAdapter, var nodeBroker, var nodePort])
{
    await LoadNode.RunAsync(nodeAdapter, nodeBroker, nodePort);
    return;
}

var seconds = int.Parse(args.ElementAtOrDefault(0) ?? "8");
string[] adapters = args.Length > 1 ? args[1..] : ["redis", "streams", "postgres"];
Console.WriteLine("| adapter | members of the room on each server, events at a time in each room | server | deliveries across servers per second | µs of the servers' CPU per delivery across servers |");
Console.WriteLine("| --- | --- | --- | --- | --- |");

foreach (var adapter in adapters)
{
    foreach (var (members, window) in new[] { (1, 1), (1, 16), (20, 1), (20, 16) })
    {
        var npm = await MeasureAsync("npm", adapter, members, window);
        var ours = await MeasureAsync("ours", adapter, members, window);
        Console.WriteLine($"| {adapter} | {members}, {window} | ours / npm | {ours.Rate / npm.Rate:0.00} | {ours.Cost / npm.Cost:0.00} |");
    }
}

async Task<(double Rate, double Cost)> MeasureAsync(string peer, string adapter, int members, int window)
{
    const int Rooms = 8;
    await using var redis = adapter == "postgres" ? null : await RedisServer.StartNewAsync();
    await using var postgres = adapter == "postgres" ? new PostgresServer() : null;

    if (postgres is not null)
    {
        await postgres.InitializeAsync();
        await postgres.ExecuteAsync("CREATE TABLE IF NOT EXISTS socket_io_attachments (id bigserial UNIQUE, created_at timestamptz DEFAULT NOW(), payload bytea)");
    }

    using var cluster = await Cluster.StartAsync(peer, adapter, redis?.Configuration ?? postgres!.ConnectionString, redis?.Url ?? PostgresServer.UrlOf(postgres!.ConnectionString));
    var clients = new List<SocketIOClient>();
    var across = 0L;
    var waiting = new TaskCompletionSource[Rooms];
    var missing = new int[Rooms];

    for (var room = 0; room < Rooms; room++)
    {
        for (var server = 0; server < 3; server++)
        {
            for (var i = 0; i < members; i++)
            {
                var client = new SocketIOClient($"http://127.0.0.1:{cluster.Ports[server]}", static options => options.Transports = ["websocket"]);
                var (of, isAcross) = (room, server != 0);

                client.On("said", (string _) =>
                {
                    if (isAcross)
                    {
                        Interlocked.Increment(ref across);
                    }

                    if (Interlocked.Decrement(ref missing[of]) == 0)
                    {
                        waiting[of].TrySetResult();
                    }
                });

                await client.ConnectAsync();
                await client.EmitAsync("join", $"room{room}");
                clients.Add(client);
            }
        }
    }

    await Task.Delay(TimeSpan.FromMilliseconds(1_500), TimeProvider.System);
    using var stop = new CancellationTokenSource();
    var saying = Task.WhenAll(Enumerable.Range(0, Rooms).Select(SayAsync));
    await Task.Delay(TimeSpan.FromMilliseconds(3_000), TimeProvider.System);
    var (cpuBefore, acrossBefore, clock) = (cluster.CpuSeconds, Interlocked.Read(ref across), Stopwatch.StartNew());
    await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
    var (cpu, delivered) = (cluster.CpuSeconds - cpuBefore, Interlocked.Read(ref across) - acrossBefore);
    var elapsed = clock.Elapsed.TotalSeconds;
    await stop.CancelAsync();
    await saying.WaitAsync(TimeSpan.FromSeconds(20));

    foreach (var client in clients)
    {
        await client.DisposeAsync();
    }

    Console.WriteLine($"| {adapter} | {members}, {window} | {peer} | {delivered / elapsed:0} | {cpu / delivered * 1e6:0.0} |");
    return (delivered / elapsed, cpu / delivered * 1e6);

    // Whoever says the next things has waited until all members have the last.
    async Task SayAsync(int room)
    {
        var speaker = clients[room * 3 * members];

        while (!stop.IsCancellationRequested)
        {
            waiting[room] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref missing[room], 3 * members * window);

            for (var i = 0; i < window; i++)
            {
                await speaker.EmitAsync("say", $"room{room}", "a text of some thirty characters");
            }

            await waiting[room].Task.WaitAsync(TimeSpan.FromSeconds(10));
        }
    }
}
