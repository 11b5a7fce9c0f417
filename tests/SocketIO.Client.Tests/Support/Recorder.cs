using System.Globalization;
using System.Text;
using System.Threading.Channels;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>What the application was told, line by line: <c>connect</c>, <c>disconnect transport close</c>, <c>hello("world",1)</c>.</summary>
internal sealed class Recorder
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _all = [];

    /// <summary>Gets everything so far, also what was expected already.</summary>
    public string[] All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    public void Add(string line)
    {
        lock (_all)
        {
            _all.Add(line);
            _lines.Writer.TryWrite(line);
        }
    }

    public Recorder Watch(ClientSocket socket, string prefix = "")
    {
        socket.OnConnect(() => Add(prefix + "connect"));
        socket.OnConnectError(error => Add($"{prefix}connect_error {error.Message}"));
        socket.OnDisconnect((reason, _) => Add($"{prefix}disconnect {reason}"));
        socket.OnAny(received => Add(prefix + Show(received.EventName, received.Arguments)));
        return this;
    }

    public Recorder Watch(ClientConnection connection)
    {
        connection.OnOpen(() => Add("open"));
        connection.OnError(error => Add($"error {error.Message}"));
        connection.OnClose((reason, _) => Add($"close {reason}"));
        connection.OnUpgrade(name => Add($"upgrade {name}"));
        connection.OnUpgradeError(error => Add($"upgrade_error {error.Message}"));
        connection.OnReconnectAttempt((int number) => Add(string.Create(CultureInfo.InvariantCulture, $"reconnect_attempt {number}")));
        connection.OnReconnect(number => Add(string.Create(CultureInfo.InvariantCulture, $"reconnect {number}")));
        connection.OnReconnectError(error => Add($"reconnect_error {error.Message}"));
        connection.OnReconnectFailed(() => Add("reconnect_failed"));
        return this;
    }

    public Task<string> NextAsync(string what = "anything") => Wait.For(what, _lines.Reader.ReadAsync().AsTask());

    /// <summary>Expects exactly these lines next.</summary>
    public async Task ExpectAsync(params string[] lines)
    {
        foreach (var line in lines)
        {
            Assert.Equal(line, await NextAsync($"{line}; before it: {string.Join(", ", All)}"));
        }
    }

    public void ExpectNothing() => Assert.False(_lines.Reader.TryRead(out var line), $"Not expected: {line}");

    public static string Show(string name, EventArguments arguments)
        => $"{name}({string.Join(",", arguments.Select(argument => argument.TryGetBytes(out var bytes) ? $"<{Convert.ToHexStringLower(bytes.Span)}>" : Encoding.UTF8.GetString(argument.RawJson.Span)))})";
}
