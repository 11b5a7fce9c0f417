using System.Diagnostics;
using System.Runtime.InteropServices;
using SocketIO.Adapters;
using SocketIO.Server;

// A node of the cluster: --urls http://127.0.0.1:3001 --node a --redis 127.0.0.1:3004. server.mjs is the same in JavaScript.
var builder = WebApplication.CreateBuilder(args);
var node = builder.Configuration["node"] ?? "a";
var started = TimeProvider.System.GetTimestamp();

builder.Services
    .AddSocketIO(options => options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions())
    .AddRedisStreamsAdapter(builder.Configuration["redis"] ?? "localhost:6379");

var app = builder.Build();
var io = app.MapSocketIO();

io.OnConnection(async (ServerSocket socket) =>
{
    // One that comes back from another node brings its rooms and data along, the other node's among them.
    await socket.LeaveAsync([.. socket.Rooms.Where(room => room.StartsWith("node ", StringComparison.Ordinal))]);
    await socket.JoinAsync($"node {node}");
    TakeSeat(socket);
    Console.WriteLine($"{node} | {SeatOf(socket).Name} {(socket.Recovered ? "goes on here" : "is here")}");

    socket.Connection.Upgraded += transport =>
    {
        TakeSeat(socket);
        _ = io.EmitAsync("changed").AsTask();
    };

    await socket.EmitAsync("welcome", SeatOf(socket));
    await io.EmitAsync("changed");
});

io.OnDisconnect(async (ServerSocket socket, string reason) =>
{
    Console.WriteLine($"{node} | {SeatOf(socket).Name} has gone: {reason}");
    await io.EmitAsync("changed");
});

// To everybody, or to the clients of one node, whichever node this is.
io.On("say", (ServerSocket socket, string text, string? to) =>
{
    var line = new { From = SeatOf(socket).Name, Node = node, To = to, Text = text.Length > 500 ? text[..500] : text };
    return to is null ? io.EmitAsync("line", line) : io.To($"node {to}").EmitAsync("line", line);
});

// Of all nodes. What "changed" tells is only that it is time to ask: two nodes that sent the list itself might overtake each other.
io.On("sockets", async () => (await io.FetchSocketsAsync()).Select(socket => new { socket.Id, Seat = socket.Data.GetValueOrDefault("seat") }));

// Those that are asked do not include the one that asks.
io.On("ask", async () => (await io.ServerSideEmitWithAckAsync<Report>("report")).Prepend(await ReportAsync()));
io.OnServerSide("report", ReportAsync);

// Stopped, it hands its sessions over; killed, it says nothing to anybody.
io.On("stop", () => app.Lifetime.StopApplication());
io.On("kill", () => Process.GetCurrentProcess().Kill());

app.Run();

void TakeSeat(ServerSocket socket)
    => socket.Data["seat"] = new Seat(socket.GetAuth<Visitor>()?.Name ?? "Somebody", node, "ASP.NET Core", socket.Connection.Transport, socket.Recovered);

static Seat SeatOf(ServerSocket socket) => socket.Data.Get<Seat>("seat")!;

async Task<Report> ReportAsync()
    => new(node, RuntimeInformation.FrameworkDescription, TimeProvider.System.GetElapsedTime(started).TotalSeconds, (await io.Local.FetchSocketsAsync()).Count);

internal sealed record Visitor(string Name);

internal sealed record Seat(string Name, string Node, string Kind, string Transport, bool Recovered);

internal sealed record Report(string Node, string Runtime, double Uptime, int Sockets);
