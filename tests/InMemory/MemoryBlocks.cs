using System.Buffers;

namespace SocketIO.Tests.InMemory;

/// <summary>
/// The blocks that pipes write into. It keeps every block it has ever made, as Kestrel's own pool does: what a measurement sees is the server's.
/// </summary>
internal sealed class MemoryBlocks : MemoryPool<byte>
{
    private const int BlockSize = 4096;

    private readonly Lock _gate = new();
    private readonly Stack<Block> _free = [];

    public override int MaxBufferSize => BlockSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        lock (_gate)
        {
            return _free.TryPop(out var block) ? block : new Block(this);
        }
    }

    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Block block)
    {
        lock (_gate)
        {
            _free.Push(block);
        }
    }

    private sealed class Block(MemoryBlocks pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = new byte[BlockSize];

        public void Dispose() => pool.Return(this);
    }
}
