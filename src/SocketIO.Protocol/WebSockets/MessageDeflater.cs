using System.Buffers;
using System.IO.Compression;

namespace SocketIO.Protocol;

/// <summary>
/// Compresses the messages of one connection (permessage-deflate, RFC 7692, section 7.2.1). Used under the lock of whoever writes.
/// </summary>
/// <param name="threshold">The size from which on a message is worth it, in bytes.</param>
/// <param name="level">How hard to try.</param>
/// <param name="keepsContext">Whether a message may refer to those before it. Otherwise no memory is kept between messages.</param>
/// <param name="pool">Where memory for compressed messages comes from.</param>
internal sealed class MessageDeflater(int threshold, CompressionLevel level, bool keepsContext, ArrayPool<byte> pool) : IDisposable
{
    // The end of the flush that closes each message: the same for all, so it is not sent.
    private const int FlushEndLength = 4;

    private readonly Sink _sink = new(pool);
    private DeflateStream? _deflater;

    /// <summary>Tells whether a message is worth it.</summary>
    public bool IsWorthIt(int length) => length > 0 && length >= threshold;

    /// <summary>Compresses a message that is not empty.</summary>
    /// <returns>The payload of its frame, valid until <see cref="Release"/>.</returns>
    public ReadOnlySpan<byte> Deflate(ReadOnlySpan<byte> message)
    {
        _deflater ??= new DeflateStream(_sink, level, leaveOpen: true);
        _deflater.Write(message);
        _deflater.Flush();
        return _sink.Written[..^FlushEndLength];
    }

    /// <summary>Ends what <see cref="Deflate"/> began.</summary>
    public void Release()
    {
        if (!keepsContext)
        {
            Dispose();
        }

        _sink.Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _deflater?.Dispose();
        _deflater = null;
        _sink.Release();
    }

    private sealed class Sink(ArrayPool<byte> pool) : Stream
    {
        private MessageBuffer _buffer;

        public ReadOnlySpan<byte> Written => _buffer.Written.Span;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Release() => _buffer.Release(pool);

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            buffer.CopyTo(_buffer.GetMemory(pool, buffer.Length).Span);
            _buffer.Advance(buffer.Length);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
