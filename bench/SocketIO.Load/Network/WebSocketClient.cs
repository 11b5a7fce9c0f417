using System.Buffers.Binary;
using System.Text;

namespace SocketIO.Load;

/// <summary>
/// A WebSocket connection that speaks one of the dialects: upgrades, opens, then hands every reply to its scenario.
/// </summary>
internal sealed class WebSocketClient(Poller poller, Dialect dialect, IClientOwner owner) : Peer(poller)
{
    // Nothing here depends on the key being fresh: the answer is not verified, the status is.
    private const string UpgradeHeaders =
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    private const byte Final = 0x80;
    private const byte Continuation = 0x0;

    private ClientState _state;
    private byte[] _fragments = [];
    private byte _fragmented;

    /// <summary>Gets or sets the id of the next request.</summary>
    public long NextRequest { get; set; }

    /// <summary>Gets or sets the id that the next reply must have: servers answer in order.</summary>
    public long NextReply { get; set; }

    /// <summary>Gets or sets the id of an acknowledgement whose binary attachment has yet to arrive, or -1.</summary>
    public long AwaitedAttachment { get; set; } = -1;

    /// <summary>Gets the times at which the outstanding requests were due, by request id modulo the length.</summary>
    public long[] SentAt { get; init; } = [];

    /// <summary>Gets the time at which <see cref="Open"/> was called.</summary>
    public long OpenedAt { get; private set; }

    public bool IsReady => _state is ClientState.Ready;

    public void Open(int port)
    {
        OpenedAt = Clock.Now;
        Connect(port);
        Send(Encoding.ASCII.GetBytes($"GET {dialect.WebSocketPath} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{UpgradeHeaders}"));
    }

    /// <summary>Starts the closing handshake; the server answers and then ends the connection.</summary>
    public void BeginClose()
    {
        _state = ClientState.Closing;
        Poller.Replies.WriteFrame(FrameWriter.Close, [0x03, 0xE8]);
    }

    protected override int OnData(Span<byte> data)
    {
        var used = 0;

        if (_state is ClientState.Upgrading)
        {
            var end = data.IndexOf("\r\n\r\n"u8);

            if (end < 0)
            {
                return 0;
            }

            if (!data.StartsWith("HTTP/1.1 101"u8))
            {
                throw new InvalidDataException($"The server refused the upgrade: {Encoding.UTF8.GetString(data)}");
            }

            used = end + 4;
            _state = ClientState.Opening;
            dialect.Greet(Poller.Replies);
        }

        while (TryReadFrame(data[used..], out var first, out var payload, out var length))
        {
            used += length;
            OnFrame(first, payload);
        }

        return used;
    }

    protected override void OnEnd()
    {
        var expected = _state is ClientState.Closing;
        _state = ClientState.Closed;

        if (!expected)
        {
            throw new InvalidDataException("The server ended a connection.");
        }

        owner.OnClosed(this);
    }

    private void OnFrame(byte first, ReadOnlySpan<byte> payload)
    {
        var opcode = (byte)(first & 0x0F);

        // Fragments are put together in an array of their own: rare enough.
        if (first < Final || opcode == Continuation)
        {
            _fragments = [.. _fragments, .. payload];
            _fragmented = opcode == Continuation ? _fragmented : opcode;

            if (first >= Final)
            {
                var whole = _fragments;
                _fragments = [];
                OnMessage(_fragmented, whole);
            }

            return;
        }

        OnMessage(opcode, payload);
    }

    private void OnMessage(byte opcode, ReadOnlySpan<byte> payload)
    {
        switch (opcode)
        {
            case FrameWriter.Text or FrameWriter.Binary when _state is ClientState.Ready:
                dialect.Read(this, owner, opcode is FrameWriter.Binary, payload, Poller.Replies);
                break;

            case FrameWriter.Text when _state is ClientState.Opening:
                if (dialect.Open(payload, Poller.Replies))
                {
                    _state = ClientState.Ready;
                    owner.OnReady(this);
                }

                break;

            case FrameWriter.Close when _state is not ClientState.Closing:
                throw new InvalidDataException($"The server closed a connection: {Encoding.UTF8.GetString(payload)}");
        }
    }

    private static bool TryReadFrame(Span<byte> data, out byte first, out ReadOnlySpan<byte> payload, out int total)
    {
        first = 0;
        payload = default;
        total = 0;

        if (data.Length < 2)
        {
            return false;
        }

        var header = 2;
        var length = data[1] & 0x7F;

        if (length == 126)
        {
            if (data.Length < 4)
            {
                return false;
            }

            length = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
            header = 4;
        }

        // No extension, and no frame above 64 KiB: every scenario's messages are smaller.
        if ((data[0] & 0x70) != 0 || (data[1] & 0x80) != 0 || length == 127)
        {
            throw new InvalidDataException($"The server sent a frame that no scenario expects: {data[0]:x2} {data[1]:x2}");
        }

        if (data.Length < header + length)
        {
            return false;
        }

        first = data[0];
        payload = data.Slice(header, length);
        total = header + length;
        return true;
    }

    private enum ClientState
    {
        Upgrading,
        Opening,
        Ready,
        Closing,
        Closed,
    }
}
