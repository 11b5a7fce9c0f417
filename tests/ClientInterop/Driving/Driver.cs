using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace SocketIO.ClientInterop;

/// <summary>
/// A program of the client contract for the time of one play. The process may have been used by others before: their sockets have been disconnected, and what is
/// still said of them is not heard. Sockets bear names, and commands numbers, as if this play were the first.
/// </summary>
internal sealed class Driver : IAsyncDisposable
{
    private readonly LineProcess _process;
    private readonly ConcurrentBag<LineProcess> _idle;
    private readonly string _prefix;
    private readonly int _before;
    private readonly HashSet<string> _sockets = [];

    public Driver(LineProcess process, int number, ConcurrentBag<LineProcess> idle)
    {
        _process = process;
        _idle = idle;
        _prefix = $"{number}.";
        _before = process.Commands;
        Lines = new Lines("it");
        process.Listen(Hear);
        _ = TellEndAsync();
    }

    public Lines Lines { get; }

    /// <summary>Gets or sets whether the process is not to be used again.</summary>
    public bool IsSpent { get; set; }

    public void Send(Dictionary<string, object?> command) => _process.Send(Named(command));

    /// <summary>Sends a command and answers its number, by which its reply is known.</summary>
    public int Ask(Dictionary<string, object?> command) => _process.Ask(Named(command)) - _before;

    public Task<Line> ReplyAsync(string what, int number) => Lines.TakeAsync($"the reply to {what}", line => line.Reply == number);

    /// <summary>Stops the whole process, as a computer does that goes to sleep.</summary>
    public Task SuspendAsync() => SignalAsync("STOP");

    public Task WakeAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (IsSpent || _process.HasExited)
        {
            // A process that is stopped does not end either.
            await WakeAsync();
            await _process.DisposeAsync();
            return;
        }

        foreach (var socket in _sockets)
        {
            _process.Send(new Dictionary<string, object?> { ["cmd"] = "disconnect", ["s"] = socket });
        }

        _process.Listen(static _ => { });
        _idle.Add(_process);
    }

    private Dictionary<string, object?> Named(Dictionary<string, object?> command)
    {
        var name = _prefix + command["s"];
        _sockets.Add(name);
        command["s"] = name;
        return command;
    }

    private void Hear(string line)
    {
        var json = JsonNode.Parse(line)!.AsObject();

        if (json["reply"] is { } reply)
        {
            var number = reply.GetValue<int>() - _before;

            if (number > 0)
            {
                json["reply"] = number;
                Lines.Add(json.ToJsonString());
            }
        }
        else if (json["s"]?.GetValue<string>() is { } name && name.StartsWith(_prefix, StringComparison.Ordinal))
        {
            json["s"] = name[_prefix.Length..];
            Lines.Add(json.ToJsonString());
        }
    }

    private async Task TellEndAsync() => Lines.End(await _process.Ended);

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }
}
