using System.Text.Json;
using SocketIO.Client;

namespace SocketIO.ContractClient;

/// <summary>
/// Carries out commands: open, connect, disconnect, emit, answer, auth, get, engine-close, quit.
/// </summary>
internal sealed class Driver(LineWriter output) : IAsyncDisposable
{
    private readonly Dictionary<string, DrivenSocket> _sockets = [];

    /// <summary>Carries out a command.</summary>
    /// <returns><see langword="false"/> when it is the last.</returns>
    public bool Execute(JsonElement command)
    {
        var name = command.GetProperty("cmd").GetString();

        if (name is "quit")
        {
            return false;
        }

        try
        {
            Execute(name, command);
        }
        catch (Exception e)
        {
            Reply(command, reply => new { reply, error = e.Message });
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets.Values)
        {
            await socket.Client.DisposeAsync();
        }
    }

    private void Execute(string? name, JsonElement command)
    {
        var s = command.GetProperty("s").GetString()!;

        if (name is "open")
        {
            Open(s, command);
            return;
        }

        var socket = _sockets[s];

        switch (name)
        {
            case "connect":
                socket.Client.Connect();
                break;

            case "disconnect":
                socket.Client.Disconnect();
                break;

            case "emit":
                Emit(socket, command);
                return;

            case "answer":
                socket.Answer(
                    command.GetProperty("event").GetString()!,
                    command.TryGetProperty("with", out var with) && with.ValueKind is JsonValueKind.String ? null : Values.ReadAll(command, "with"));
                break;

            case "auth":
                socket.Client.Auth = null;
                socket.Client.AuthPayload = command.TryGetProperty("auth", out var auth) ? Values.Read(auth) : null;
                break;

            case "get":
                Reply(command, reply => new { reply, state = StateOf(socket.Client) });
                return;

            case "engine-close":
                socket.Client.Connection.CloseEngine();
                break;

            default:
                throw new ArgumentException($"There is no command \"{name}\".");
        }

        Reply(command, reply => new { reply });
    }

    private void Open(string s, JsonElement command)
    {
        var options = command.TryGetProperty("opts", out var found) ? found : default;
        var client = new SocketIOClient(command.GetProperty("url").GetString()!, o => OptionReader.Apply(options, o));
        var takesErrors = options.ValueKind is JsonValueKind.Object && (options.TryGetProperty("ackTimeout", out _) || options.TryGetProperty("retries", out _));
        _sockets[s] = new DrivenSocket(s, client, takesErrors, output);
        Reply(command, reply => new { reply });

        if (OptionReader.Flag(options, "autoConnect", fallback: true))
        {
            client.Connect();
        }
    }

    private void Emit(DrivenSocket socket, JsonElement command)
    {
        var eventName = command.GetProperty("event").GetString()!;
        var arguments = Values.ReadAll(command, "args");
        var emitter = OptionReader.Flag(command, "volatile", fallback: false) ? socket.Client.Volatile : socket.Client.Compress(true);
        var timeout = command.TryGetProperty("timeout", out var limit) && limit.ValueKind is JsonValueKind.Number ? TimeSpan.FromMilliseconds(limit.GetDouble()) : (TimeSpan?)null;

        if (!OptionReader.Flag(command, "ack", fallback: false))
        {
            emitter.EmitAsync(eventName, arguments.AsSpan()).AsTask().ContinueWith(static _ => { }, TaskScheduler.Default);
            Reply(command, reply => new { reply, sent = true });
        }
        else if (timeout is null && !socket.TakesErrors)
        {
            socket.Client.EmitWithCallback(eventName, answer => Reply(command, reply => new { reply, ack = Values.Show(answer) }), arguments.AsSpan());
        }
        else
        {
            emitter = timeout is { } time ? emitter.Timeout(time) : emitter;
            emitter.EmitWithCallback(
                eventName,
                (error, answer) => Reply(command, reply => error is null ? new { reply, ack = Values.Show(answer) } : new { reply, error = error.Message }),
                arguments.AsSpan());
        }
    }

    private static object StateOf(SocketIOClient client)
        => new { connected = client.Connected, active = client.Active, id = client.Id, recovered = client.Recovered, transport = client.Connection.TransportName };

    private void Reply(JsonElement command, Func<JsonElement, object> line)
    {
        if (command.TryGetProperty("r", out var reply))
        {
            output.Write(line(reply));
        }
    }
}
