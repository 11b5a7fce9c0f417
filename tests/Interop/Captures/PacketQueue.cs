using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace SocketIO.Tests;

/// <summary>What a transport has received. Heartbeats wait apart: when they come depends on the clock, not on the conversation.</summary>
internal sealed class PacketQueue
{
    private readonly Channel<string> _packets = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _heartbeats = Channel.CreateUnbounded<string>();

    /// <summary>Whether a packet says nothing but that a poll or a session is over.</summary>
    public static bool IsOfTheMoment(string packet) => packet is "6" or "1" or "";

    public void Add(string packet)
    {
        if (!IsOfTheMoment(packet))
        {
            QueueOf(packet).Writer.TryWrite(packet);
        }
    }

    /// <summary>The next heartbeat if that is what is awaited, the next other packet if not.</summary>
    public Task<string> NextLike(string packet) => QueueOf(packet).Reader.ReadAsync().AsTask();

    /// <summary>Completes when there is one.</summary>
    public Task ArrivalLike(string packet) => QueueOf(packet).Reader.WaitToReadAsync().AsTask();

    /// <summary>The same if it is there.</summary>
    public bool TryTakeLike(string packet, [NotNullWhen(true)] out string? taken) => QueueOf(packet).Reader.TryRead(out taken);

    /// <summary>What nobody has asked for.</summary>
    public IReadOnlyList<string> Rest()
    {
        var rest = new List<string>();

        while (_packets.Reader.TryRead(out var packet))
        {
            rest.Add(packet);
        }

        return rest;
    }

    private Channel<string> QueueOf(string packet) => packet is "2" or "3" ? _heartbeats : _packets;
}
