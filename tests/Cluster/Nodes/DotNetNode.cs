using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Adapters;
using SocketIO.Protocol;
using SocketIO.Server;

namespace SocketIO.Tests.Cluster;

/// <summary>A server of ours on Kestrel.</summary>
internal sealed class DotNetNode : IClusterNode
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonElement>> _serverEvents = new();

    private DotNetNode(WebApplication app, string name)
    {
        _app = app;
        Name = name;
        Io = app.Services.GetRequiredService<SocketIOServer>();
    }

    public string Name { get; }

    public int Port { get; private set; }

    public SocketIOServer Io { get; }

    public static async Task<DotNetNode> StartAsync(string name, Action<ISocketIOBuilder> addAdapter, bool recovery = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        addAdapter(builder.Services.AddSocketIO(options => options.ConnectionStateRecovery = recovery ? new ConnectionStateRecoveryOptions() : null));
        var app = builder.Build();
        app.MapSocketIO();
        var node = new DotNetNode(app, name);
        node.Register();
        await app.StartAsync();
        node.Port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return node;
    }

    public async Task<JsonElement> RunAsync(string operation, string ns, object? arguments = null)
    {
        var a = JsonSerializer.SerializeToElement(arguments ?? new { }, JsonSerializerOptions.Web);
        var result = await RunAsync(operation, Io.Of(ns), a);
        return JsonSerializer.SerializeToElement(result, JsonSerializerOptions.Web);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static BroadcastOperator TargetOf(ServerNamespace ns, JsonElement a)
    {
        var to = ns.Except(Texts(a, "except")).To(Texts(a, "rooms"));

        if (a.TryGetProperty("flags", out var flags))
        {
            to = flags.TryGetProperty("volatile", out _) ? to.Volatile : to;
            to = flags.TryGetProperty("local", out _) ? to.Local : to;
            to = flags.TryGetProperty("compress", out var compress) ? to.Compress(compress.GetBoolean()) : to;
        }

        return a.TryGetProperty("timeout", out var timeout) ? to.Timeout(TimeSpan.FromMilliseconds(timeout.GetInt32())) : to;
    }

    private static string[] Texts(JsonElement a, string name) => a.TryGetProperty(name, out var texts) ? texts.Deserialize<string[]>()! : [];

    // {"$bin":"0102"} stands for binary data.
    private static object? Revive(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Select(Revive).ToArray(),
        JsonValueKind.Object when value.TryGetProperty("$bin", out var hex) => Convert.FromHexString(hex.GetString()!),
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(static member => member.Name, static member => Revive(member.Value)),
        _ => value,
    };

    private static object?[] Arguments(JsonElement a) => a.TryGetProperty("args", out var args) ? (object?[])Revive(args)! : [];

    private static object? Plain(EventArgument argument)
        => argument.TryGetBytes(out var bytes) ? new Dictionary<string, string> { ["$bin"] = Convert.ToHexStringLower(bytes.Span) } : argument.GetJson();

    private static object? Plain(object? value)
        => value is byte[] bytes ? new Dictionary<string, string> { ["$bin"] = Convert.ToHexStringLower(bytes) } : value;

    private void Register()
    {
        Io.Of(new Regex(@"^/t\d+$")).On("echo", static (EventArgument value) => value);

        Io.OnNewNamespace(ns =>
        {
            var events = _serverEvents.GetOrAdd(ns.Name, static _ => new ConcurrentQueue<JsonElement>());

            ns.OnServerSide("ask", (EventArgument value) =>
            {
                Note(events, "ask", [value]);
                return value;
            });

            ns.OnServerSide("tell", (EventArguments arguments) => Note(events, "tell", arguments));
        });
    }

    private static void Note(ConcurrentQueue<JsonElement> events, string name, IEnumerable<EventArgument> arguments)
        => events.Enqueue(JsonSerializer.SerializeToElement<object?[]>([name, .. arguments.Select(Plain)]));

    private async Task<object?> RunAsync(string operation, ServerNamespace ns, JsonElement a)
    {
        switch (operation)
        {
            case "emit":
                await TargetOf(ns, a).EmitAsync(a.GetProperty("event").GetString()!, Arguments(a));
                return null;

            case "emitWithAck":
                var acks = await TargetOf(ns, a).EmitWithAckAsync<EventArgument>(a.GetProperty("event").GetString()!, Arguments(a));
                return new { acks.TimedOut, responses = acks.Responses.Select(Plain) };

            case "fetchSockets":
                var sockets = await TargetOf(ns, a).FetchSocketsAsync();
                return sockets.Select(static socket => new
                {
                    socket.Id,
                    rooms = socket.Rooms.Order(StringComparer.Ordinal),
                    data = socket.Data.ToDictionary(static member => member.Key, static member => Plain(member.Value)),
                    query = socket.Handshake.Query.GetValueOrDefault("who"),
                });

            case "join":
                await ns.FindSocket(a.GetProperty("sid").GetString()!)!.JoinAsync(Texts(a, "rooms"));
                return null;

            case "leave":
                await ns.FindSocket(a.GetProperty("sid").GetString()!)!.LeaveAsync(Texts(a, "rooms"));
                return null;

            case "data":
                foreach (var member in a.GetProperty("data").EnumerateObject())
                {
                    ns.FindSocket(a.GetProperty("sid").GetString()!)!.Data[member.Name] = Revive(member.Value);
                }

                return null;

            case "socketsJoin":
                await TargetOf(ns, a).SocketsJoinAsync(Texts(a, "join"));
                return null;

            case "socketsLeave":
                await TargetOf(ns, a).SocketsLeaveAsync(Texts(a, "leave"));
                return null;

            case "disconnectSockets":
                await TargetOf(ns, a).DisconnectSocketsAsync(a.TryGetProperty("close", out var close) && close.GetBoolean());
                return null;

            case "remoteEmit":
                foreach (var socket in await ns.In(a.GetProperty("sid").GetString()!).FetchSocketsAsync())
                {
                    await socket.EmitAsync(a.GetProperty("event").GetString()!, Arguments(a));
                }

                return null;

            case "serverSideEmit":
                await ns.ServerSideEmitAsync(a.GetProperty("event").GetString()!, Arguments(a));
                return null;

            case "serverSideEmitWithAck":
                return await AskServersAsync(ns, a);

            case "serverCount":
                return await ns.Adapter.CountServersAsync(CancellationToken.None);

            case "serverEvents":
                return _serverEvents.GetValueOrDefault(ns.Name)?.ToArray() ?? [];

            default:
                throw new ArgumentException($"There is no operation {operation}.");
        }
    }

    private static async Task<object> AskServersAsync(ServerNamespace ns, JsonElement a)
    {
        try
        {
            var answers = await ns.ServerSideEmitWithAckAsync<EventArgument>(a.GetProperty("event").GetString()!, Arguments(a));
            return new { error = (string?)null, responses = answers.Select(Plain) };
        }
        catch (ClusterTimeoutException exception)
        {
            return new { error = exception.Message, responses = exception.Responses.Select(static answer => Plain(answer[0])) };
        }
    }
}
