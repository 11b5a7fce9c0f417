using System.Text.Json;

namespace SocketIO.ClientInterop;

internal sealed partial class Play
{
    /// <summary>Waits for the next line of a kind of a socket.</summary>
    public Task<Line> NextAsync(string on, string socket) => Lines.TakeAsync($"{on} of {socket}", line => line.On == on && line.Socket == socket);

    public Task<Line> ConnectAsync(string socket) => NextAsync("connect", socket);

    public Task<Line> DisconnectAsync(string socket) => NextAsync("disconnect", socket);

    public Task<Line> DisconnectAsync(string socket, string reason)
        => Lines.TakeAsync($"{socket} disconnects because of {reason}", line => line.On == "disconnect" && line.Socket == socket && line.Text("reason") == reason);

    public Task<Line> ConnectErrorAsync(string socket) => NextAsync("connect_error", socket);

    public Task<Line> ConnectErrorAsync(string socket, string message)
        => Lines.TakeAsync(
            $"connect_error \"{message}\" of {socket}",
            line => line.On == "connect_error" && line.Socket == socket && line.Text("message") == message);

    public Task<Line> AttemptAsync(string socket, int n)
        => Lines.TakeAsync($"reconnect_attempt {n} of {socket}", line => line.On == "reconnect_attempt" && line.Socket == socket && line.N == n);

    public Task<Line> EventAsync(string socket, string name)
        => Lines.TakeAsync($"event {name} of {socket}", line => line.On == "event" && line.Socket == socket && line.Text("event") == name);

    /// <summary>Waits for an event whose first argument is this number or text.</summary>
    public Task<Line> EventAsync(string socket, string name, object first)
    {
        var wanted = JsonSerializer.Serialize(first);
        return Lines.TakeAsync(
            $"event {name} {wanted} of {socket}",
            line => line.On == "event" && line.Socket == socket && line.Text("event") == name
                && line.Json.GetProperty("args").EnumerateArray().FirstOrDefault() is { ValueKind: not JsonValueKind.Undefined } arg
                && arg.GetRawText() == wanted);
    }

    /// <summary>Waits until so many attempts to reconnect have failed and no other follows. The error of the last comes after the end was told.</summary>
    public async Task ExhaustedAsync(string socket, int attempts)
    {
        await NextAsync("reconnect_failed", socket);

        for (var i = 0; i < attempts; i++)
        {
            await NextAsync("reconnect_error", socket);
        }
    }
}
