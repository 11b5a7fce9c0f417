using System.ComponentModel;

namespace SocketIO.Load;

/// <summary>
/// One TCP connection to the server. It owns no buffer: it receives into the poller's, and keeps a copy only of an
/// incomplete message or of what the kernel would not take.
/// </summary>
internal abstract class Peer(Poller poller) : IDisposable
{
    private int _slot = -1;
    private byte[] _unread = [];
    private byte[] _unsent = [];

    public int Descriptor { get; private set; } = -1;

    public bool IsOpen => Descriptor >= 0;

    protected Poller Poller { get; } = poller;

    public void Connect(int port)
    {
        Descriptor = Libc.OpenSocket();
        Libc.Connect(Descriptor, port);
        _slot = Poller.Add(this);
    }

    public void Send(FrameWriter frames)
    {
        Send(frames.Written);
        frames.Clear();
    }

    public void Send(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty || !IsOpen)
        {
            return;
        }

        if (_unsent.Length > 0)
        {
            _unsent = [.. _unsent, .. data];
            return;
        }

        var sent = Libc.Send(Descriptor, data);

        if (sent < 0 && sent != -Libc.Again)
        {
            throw Failure("send", sent);
        }

        if (sent < data.Length)
        {
            _unsent = data[Math.Max(sent, 0)..].ToArray();
            Poller.Watch(this, _slot, writable: true);
        }
    }

    public void OnEvents(int events)
    {
        if ((events & Libc.EpollOut) != 0)
        {
            FlushUnsent();
        }

        // Errors and hang-ups are found by reading, too.
        if ((events & ~Libc.EpollOut) != 0)
        {
            Read();
            Send(Poller.Replies);
        }
    }

    public void Dispose()
    {
        if (IsOpen)
        {
            Poller.Remove(this, _slot);
            Libc.Close(Descriptor);
            Descriptor = -1;
        }
    }

    /// <summary>Takes what has arrived and returns how much of it was used; the rest comes again, with more behind it.</summary>
    protected abstract int OnData(Span<byte> data);

    /// <summary>Learns that the server has closed the connection.</summary>
    protected abstract void OnEnd();

    private void Read()
    {
        if (!IsOpen)
        {
            return;
        }

        var input = Poller.Input;
        var kept = _unread.Length;

        // Level-triggered: whatever does not fit now raises another event.
        var received = Libc.Receive(Descriptor, input.AsSpan(kept));

        if (received == -Libc.Again)
        {
            return;
        }

        if (received <= 0)
        {
            Dispose();
            OnEnd();
            return;
        }

        Poller.Reads++;
        _unread.CopyTo(input, 0);
        var data = input.AsSpan(0, kept + received);
        var used = OnData(data);
        _unread = used == data.Length ? [] : data[used..].ToArray();
    }

    private void FlushUnsent()
    {
        var sent = Libc.Send(Descriptor, _unsent);

        if (sent < 0 && sent != -Libc.Again)
        {
            throw Failure("send", sent);
        }

        _unsent = _unsent[Math.Max(sent, 0)..];

        if (_unsent.Length == 0)
        {
            Poller.Watch(this, _slot, writable: false);
        }
    }

    private static IOException Failure(string call, int result) => new($"{call}: {new Win32Exception(-result).Message}");
}
