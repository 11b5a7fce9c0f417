using System.Text.Json;

namespace SocketIO.ClientInterop;

/// <summary>One server of npm's, with what it has seen.</summary>
internal sealed class NpmServer : IAsyncDisposable
{
    private readonly LineProcess _process;
    private readonly int _id;

    private NpmServer(LineProcess process, int id, int port)
    {
        _process = process;
        _id = id;
        Port = port;
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    public static async Task<NpmServer> StartAsync(LineProcess process, object? options)
    {
        var made = await CommandAsync(process, "make", new() { ["options"] = options });
        return new NpmServer(process, made.Json.GetProperty("id").GetInt32(), made.Json.GetProperty("port").GetInt32());
    }

    public Task EmitAsync(string name, params object?[] args) => EmitInAsync("/", name, args);

    public Task EmitInAsync(string nsp, string name, params object?[] args)
        => CommandAsync("emit", new() { ["nsp"] = nsp, ["event"] = name, ["args"] = args });

    /// <summary>Sends no heartbeat any more, and misses no answer.</summary>
    public Task StopPingsAsync() => CommandAsync("stop-pings", []);

    public Task CloseEnginesAsync() => CommandAsync("close-engines", []);

    /// <summary>Knows none of its sessions any more.</summary>
    public Task ForgetAsync() => CommandAsync("forget", []);

    /// <summary>Gets a part of what it has seen: connections, received, ends, requests, engines (ever opened), open (now).</summary>
    public async Task<JsonElement> ReportAsync(string part)
        => (await CommandAsync("report", [])).Json.GetProperty("report").GetProperty(part);

    /// <summary>Waits until a part of what it has seen is as wanted.</summary>
    public async Task<JsonElement> ReportAsync(string part, string what, Func<JsonElement, bool> isWanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15), TimeProvider.System);

        while (true)
        {
            var seen = await ReportAsync(part);

            if (isWanted(seen))
            {
                return seen;
            }

            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited for the server to see: {what}. It has {part} {seen.GetRawText()}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>Waits until it has received so many events, and answers them as text.</summary>
    public async Task<string> ReceivedAsync(int count)
        => (await ReportAsync("received", $"{count} events", events => events.GetArrayLength() >= count)).GetRawText();

    /// <summary>Waits until every client that polls has a poll here, and nothing else is under way.</summary>
    public Task IdleAsync() => ReportAsync("polling", "a waiting poll of every session", polling => polling.GetBoolean());

    /// <summary>Waits until so many Engine.IO connections are open.</summary>
    public Task OpenAsync(int count) => ReportAsync("open", $"{count} open connections", open => open.GetInt32() == count);

    public async ValueTask DisposeAsync() => await CommandAsync("close", []);

    private Task<Line> CommandAsync(string name, Dictionary<string, object?> fields)
    {
        fields["id"] = _id;
        return CommandAsync(_process, name, fields);
    }

    private static async Task<Line> CommandAsync(LineProcess process, string name, Dictionary<string, object?> fields)
    {
        fields["cmd"] = name;
        var reply = await process.ReplyAsync(name, process.Ask(fields));
        return reply.Has("error") ? throw new InvalidOperationException($"{name}: {reply}") : reply;
    }
}
