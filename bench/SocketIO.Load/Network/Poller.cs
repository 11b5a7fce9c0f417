using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SocketIO.Load;

/// <summary>
/// One epoll instance and the peers on it, all served by the thread that calls <see cref="Wait"/>. Nothing here is
/// thread-safe and nothing needs to be: that thread is the whole load generator.
/// </summary>
internal sealed class Poller : IDisposable
{
    private const int MaxEvents = 1024;

    private readonly int _epoll = Libc.Check(Libc.EpollCreate(0), "epoll_create1");
    private readonly byte[] _events = new byte[MaxEvents * Libc.EpollEventSize];
    private readonly List<Peer?> _peers = [];
    private readonly Stack<int> _free = new();

    /// <summary>Gets the buffer that every peer receives into; what a peer cannot use yet it copies away.</summary>
    public byte[] Input { get; } = GC.AllocateUninitializedArray<byte>(512 * 1024, pinned: true);

    /// <summary>Gets the frames that the peer being served has answered with; sent in one call when it has been served.</summary>
    public FrameWriter Replies { get; } = new();

    /// <summary>Gets how often a peer found something to read.</summary>
    public long Reads { get; set; }

    public int Add(Peer peer)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _peers.Count;
            _peers.Add(null);
        }

        _peers[slot] = peer;
        Control(Libc.EpollCtlAdd, peer.Descriptor, slot, Libc.EpollIn);
        return slot;
    }

    public void Watch(Peer peer, int slot, bool writable)
        => Control(Libc.EpollCtlModify, peer.Descriptor, slot, writable ? Libc.EpollIn | Libc.EpollOut : Libc.EpollIn);

    public void Remove(Peer peer, int slot)
    {
        Control(Libc.EpollCtlDelete, peer.Descriptor, slot, 0);
        _peers[slot] = null;
        _free.Push(slot);
    }

    /// <summary>Waits until a peer has something to do or the time is up, then serves every peer that has.</summary>
    public void Wait(TimeSpan timeout)
    {
        var time = new Libc.TimeSpec(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero);
        var count = Libc.EpollWait(_epoll, ref _events[0], MaxEvents, ref time, 0);

        if (count < 0)
        {
            if (Marshal.GetLastPInvokeError() is Libc.Interrupted)
            {
                return;
            }

            Libc.Check(count, "epoll_pwait2");
        }

        for (var i = 0; i < count; i++)
        {
            var item = _events.AsSpan(i * Libc.EpollEventSize, Libc.EpollEventSize);
            var events = BinaryPrimitives.ReadInt32LittleEndian(item);
            var slot = (int)BinaryPrimitives.ReadInt64LittleEndian(item[Libc.EpollDataOffset..]);

            // A slot that was freed, or given away, earlier in this round: its new owner just finds nothing to read.
            _peers[slot]?.OnEvents(events);
        }
    }

    public void Dispose()
    {
        foreach (var peer in _peers.ToArray())
        {
            peer?.Dispose();
        }

        Libc.Close(_epoll);
    }

    private void Control(int operation, int descriptor, int slot, int events)
    {
        Span<byte> item = stackalloc byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(item, events);
        BinaryPrimitives.WriteInt64LittleEndian(item[Libc.EpollDataOffset..], slot);
        Libc.Check(Libc.EpollControl(_epoll, operation, descriptor, ref MemoryMarshal.GetReference(item)), "epoll_ctl");
    }
}
