namespace SocketIO.ClientInterop;

internal sealed partial class Play
{
    /// <summary>Makes a socket; with no options of its own it uses the WebSocket alone, which says most things in one order.</summary>
    public void Open(string socket, string url, Client? options = null)
        => Program.Send(Command("open", socket, new { url, opts = options ?? Client.Over("websocket") }));

    /// <summary>Makes a socket, and waits until it has connected.</summary>
    public async Task<Line> ConnectedAsync(string socket, string url, Client? options = null)
    {
        Open(socket, url, options);
        return await ConnectAsync(socket);
    }

    public void Connect(string socket) => Program.Send(Command("connect", socket));

    public void Disconnect(string socket) => Program.Send(Command("disconnect", socket));

    public void CloseEngine(string socket) => Program.Send(Command("engine-close", socket));

    public void Authenticate(string socket, object auth) => Program.Send(Command("auth", socket, new { auth }));

    /// <summary>Events of that name are answered from now on; without arguments with their own.</summary>
    public async Task AnswerAsync(string socket, string name, params object?[]? args)
    {
        var number = Program.Ask(Command("answer", socket, new { @event = name, with = args is { Length: > 0 } ? args : (object)"echo" }));
        _hidden.Add(number);
        await Program.ReplyAsync("answer", number);
    }

    /// <summary>Emits, and waits until the client has taken it.</summary>
    public Task<Line> EmitAsync(string socket, string name, params object?[] args) => EmitAsync(socket, name, args, isVolatile: false);

    public Task<Line> EmitVolatileAsync(string socket, string name, params object?[] args) => EmitAsync(socket, name, args, isVolatile: true);

    /// <summary>Emits and asks for an acknowledgement; answers the number of the command.</summary>
    public int Ask(string socket, string name, params object?[] args) => Program.Ask(Command("emit", socket, new { @event = name, args, ack = true }));

    /// <summary>Emits and asks for an acknowledgement within some milliseconds; answers the number of the command.</summary>
    public int AskWithin(int timeout, string socket, string name, params object?[] args)
        => Program.Ask(Command("emit", socket, new { @event = name, args, ack = true, timeout }));

    /// <summary>Emits, and waits for the acknowledgement.</summary>
    public Task<Line> AckAsync(string socket, string name, params object?[] args) => ReplyAsync(Ask(socket, name, args));

    public Task<Line> ReplyAsync(int number) => Program.ReplyAsync($"command {number}", number);

    /// <summary>Asks for the state of a socket, which then stands in the transcript.</summary>
    public async Task<Line> StateAsync(string socket)
    {
        var number = Program.Ask(Command("get", socket));
        _hidden.Add(number);
        var state = await Program.ReplyAsync($"the state of {socket}", number);
        _states.Add(state);
        return state;
    }

    /// <summary>Bytes as they stand in the arguments of commands and events.</summary>
    public static object Bytes(params byte[] bytes) => new Dictionary<string, string> { ["$bytes"] = Convert.ToBase64String(bytes) };

    private async Task<Line> EmitAsync(string socket, string name, object?[] args, bool isVolatile)
    {
        var number = Program.Ask(Command("emit", socket, new { @event = name, args, @volatile = isVolatile }));
        var reply = await ReplyAsync(number);

        // That it was taken is said at once, whatever else happens.
        if (reply.Has("sent"))
        {
            _hidden.Add(number);
        }

        return reply;
    }

    private static Dictionary<string, object?> Command(string name, string socket, object? more = null)
    {
        var command = new Dictionary<string, object?> { ["cmd"] = name, ["s"] = socket };

        foreach (var property in more?.GetType().GetProperties() ?? [])
        {
            command[property.Name] = property.GetValue(more);
        }

        return command;
    }
}
