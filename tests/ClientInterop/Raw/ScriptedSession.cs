using System.Text;
using SocketIO.Tests;

namespace SocketIO.ClientInterop;

/// <summary>A session of a <see cref="ScriptedServer"/>: what is sent in it is what a test says, over whichever transport the client came.</summary>
internal sealed class ScriptedSession
{
    private const char Separator = '\x1e';

    private readonly Lock _gate = new();
    private readonly List<string> _received = [];
    private readonly Queue<string> _payloads = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;
    private bool _isOver;

    public ScriptedSession(int number, bool isWebSocket, RequestHead handshake)
    {
        Number = number;
        IsWebSocket = isWebSocket;
        Handshake = handshake;
    }

    public int Number { get; }

    public bool IsWebSocket { get; }

    public RequestHead Handshake { get; }

    public string Sid => $"session-{Number}";

    /// <summary>Gets the connection of a WebSocket, for what no session sends.</summary>
    public RawWebSocket? WebSocket { get; set; }

    /// <summary>Gets all packets that the client has sent; binary ones as the letter b and base64.</summary>
    public IReadOnlyList<string> Received
    {
        get
        {
            lock (_gate)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>Gets whether the client has ended its WebSocket, or said that it closes.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _isOver;
            }
        }
    }

    /// <summary>Sends packets: in one payload, or each in a frame. Binary ones are the letter b and base64.</summary>
    public void Send(params string[] packets)
    {
        lock (_gate)
        {
            if (IsWebSocket)
            {
                foreach (var packet in packets)
                {
                    _payloads.Enqueue(packet);
                }
            }
            else
            {
                _payloads.Enqueue(string.Join(Separator, packets));
            }
        }

        Signal();
    }

    /// <summary>Opens the session as a server does by default.</summary>
    public void Open(string more = "", int pingInterval = 25_000, int pingTimeout = 20_000)
        => Send($$"""0{"sid":"{{Sid}}","upgrades":[],"pingInterval":{{pingInterval}},"pingTimeout":{{pingTimeout}}{{more}}}""");

    /// <summary>Opens the session, and accepts the client in the main namespace.</summary>
    public async Task ConnectAsync(string more = "", int pingInterval = 25_000, int pingTimeout = 20_000)
    {
        Open(more, pingInterval, pingTimeout);
        await ExpectAsync("40");
        Send($$"""40{"sid":"socket-{{Number}}"}""");
    }

    /// <summary>Waits for the next packet that starts so; those before it are skipped.</summary>
    public async Task<string> ExpectAsync(string start)
    {
        while (true)
        {
            Task changed;

            lock (_gate)
            {
                while (_taken < _received.Count)
                {
                    if (_received[_taken++].StartsWith(start, StringComparison.Ordinal))
                    {
                        return _received[_taken - 1];
                    }
                }

                changed = _changed.Task;
            }

            await Wait.For($"a packet {start} in session {Number}; it has {string.Join(" ", Received)}", changed);
        }
    }

    /// <summary>Waits until the client has ended the session.</summary>
    public Task OverAsync() => Wait.Until($"the client ends session {Number}", () => IsOver, () => string.Join(" ", Received));

    /// <summary>Takes what is to be sent next, as soon as there is something.</summary>
    public async Task<string?> NextAsync()
    {
        while (true)
        {
            Task changed;

            lock (_gate)
            {
                if (_payloads.TryDequeue(out var payload))
                {
                    return payload;
                }

                if (_isOver)
                {
                    return null;
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    public void Receive(byte[] payload)
    {
        foreach (var packet in Encoding.UTF8.GetString(payload).Split(Separator))
        {
            Receive(packet);
        }
    }

    public void Receive(string packet)
    {
        lock (_gate)
        {
            _received.Add(packet);
            _isOver |= packet == "1";
        }

        Signal();
    }

    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        Signal();
    }

    private void Signal()
    {
        lock (_gate)
        {
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
