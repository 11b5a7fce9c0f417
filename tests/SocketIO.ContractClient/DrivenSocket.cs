using System.Collections.Concurrent;
using SocketIO.Client;

namespace SocketIO.ContractClient;

/// <summary>A socket under its name, which reports all that happens to it.</summary>
internal sealed class DrivenSocket
{
    private readonly ConcurrentDictionary<string, object?[]?> _answers = new();
    private readonly LineWriter _output;
    private readonly string _name;

    public DrivenSocket(string name, SocketIOClient client, bool takesErrors, LineWriter output)
    {
        _name = name;
        _output = output;
        Client = client;
        TakesErrors = takesErrors;
        var connection = client.Connection;

        client.OnConnect(() => output.Write(new { on = "connect", s = name, id = client.Id, recovered = client.Recovered, transport = connection.TransportName }));
        client.OnDisconnect((reason, details) => output.Write(new { on = "disconnect", s = name, reason, details = Show(details) }));
        client.OnConnectError(error => output.Write(new
        {
            on = "connect_error",
            s = name,
            message = error.Message,
            data = error.Details is { } data ? (object)data.GetJson() : null,
            description = error.StatusCode,
            hasContext = error.Context is not null,
        }));
        client.OnAny(OnEvent);

        connection.OnReconnectAttempt((int n) => output.Write(new { on = "reconnect_attempt", s = name, n }));
        connection.OnReconnect(n => output.Write(new { on = "reconnect", s = name, n }));
        connection.OnReconnectError(_ => output.Write(new { on = "reconnect_error", s = name }));
        connection.OnReconnectFailed(() => output.Write(new { on = "reconnect_failed", s = name }));
        connection.OnPing(() => output.Write(new { on = "ping", s = name }));
        connection.OnUpgrade(transport => output.Write(new { on = "upgrade", s = name, transport }));
    }

    public SocketIOClient Client { get; }

    /// <summary>Gets a value indicating whether callbacks of acknowledgements take an error first, as those do that have a time limit.</summary>
    public bool TakesErrors { get; }

    /// <summary>From now on events of that name are answered: with these arguments, or with their own.</summary>
    public void Answer(string eventName, object?[]? with) => _answers[eventName] = with;

    private static object? Show(DisconnectDetails? details)
    {
        if (details is null)
        {
            return null;
        }

        object? description = details.StatusCode is { } status ? status : details.Description;
        return new { message = details.Message, description, hasContext = details.Context is not null };
    }

    private void OnEvent(ClientEventContext received)
    {
        if (received.WantsAck && _answers.TryGetValue(received.EventName, out var with))
        {
            received.Acknowledge(with ?? [.. received.Arguments.Select(argument => (object?)argument)]);
        }

        _output.Write(new { on = "event", s = _name, @event = received.EventName, args = Values.Show(received.Arguments), wantsAck = received.WantsAck });
    }
}
