using System.Buffers;
using System.Runtime.InteropServices;

namespace SocketIO.Engine;

/// <summary>
/// Walks through what a pipe has received, segment by segment. A mutable structure.
/// </summary>
internal struct ReadBatch(ReadOnlySequence<byte> received)
{
    private readonly ReadOnlySequence<byte> _received = received;
    private SequencePosition _next = received.Start;

    /// <summary>What is left of the current segment.</summary>
    public Memory<byte> Current;

    /// <summary>Gets how many bytes lie behind the current segment.</summary>
    public long Following { get; private set; } = received.Length;

    /// <summary>Goes on to the next segment that is not empty.</summary>
    public bool MoveNext()
    {
        while (_received.TryGet(ref _next, out var segment))
        {
            if (!segment.IsEmpty)
            {
                // What a reader was given is its alone until it advances, so writing to it (unmasking) is sound.
                Current = MemoryMarshal.AsMemory(segment);
                Following -= segment.Length;
                return true;
            }
        }

        return false;
    }
}
