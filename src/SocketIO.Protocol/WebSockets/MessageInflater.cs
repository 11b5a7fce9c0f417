using System.Buffers;
using System.IO.Compression;

namespace SocketIO.Protocol;

/// <summary>
/// Decompresses the messages of one connection (permessage-deflate, RFC 7692, section 7.2.2).
/// </summary>
/// <param name="keepsContext">Whether a message may refer to those before it. Otherwise no memory is kept between messages.</param>
internal sealed class MessageInflater(bool keepsContext) : IDisposable
{
    private readonly Source _source = new(keepsContext);
    private DeflateStream? _inflater;

    /// <summary>
    /// Decompresses a message.
    /// </summary>
    /// <param name="compressed">What came in its frames.</param>
    /// <param name="limit">The most that it may become, checked while it grows.</param>
    /// <param name="pool">Where the buffer's memory comes from.</param>
    /// <param name="message">Takes the message.</param>
    public FrameError Inflate(ReadOnlyMemory<byte> compressed, int limit, ArrayPool<byte> pool, ref MessageBuffer message)
    {
        if (compressed.IsEmpty)
        {
            return FrameError.None;
        }

        _source.Begin(compressed);
        _inflater ??= new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);

        try
        {
            // Twice what came in is a fair first guess, and a bomb costs no more than the limit.
            var room = message.GetMemory(pool, (int)Math.Min(limit, 2L * compressed.Length) + 1);

            while (_inflater.Read(room.Span) is > 0 and var count)
            {
                message.Advance(count);

                if (message.Length > limit)
                {
                    return FrameError.MessageTooLarge;
                }

                room = message.GetMemory(pool, 1);
            }

            return FrameError.None;
        }
        catch (InvalidDataException)
        {
            return FrameError.InvalidCompression;
        }
        finally
        {
            _source.End();

            if (!keepsContext)
            {
                Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inflater?.Dispose();
        _inflater = null;
    }

    // One message, then the end of the flush that every sender cuts off, then the end of all data where nothing is to follow.
    private sealed class Source(bool goesOn) : Stream
    {
        private static readonly byte[] FlushEnd = [0x00, 0x00, 0xFF, 0xFF];
        private static readonly byte[] FlushAndDataEnd = [0x00, 0x00, 0xFF, 0xFF, 0x01, 0x00, 0x00, 0xFF, 0xFF];
        private ReadOnlyMemory<byte> _message;
        private ReadOnlyMemory<byte> _trailer;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Begin(ReadOnlyMemory<byte> message)
        {
            _message = message;
            _trailer = goesOn ? FlushEnd : FlushAndDataEnd;
        }

        public void End() => _message = _trailer = default;

        public override int Read(Span<byte> buffer)
        {
            ref var part = ref _message;

            if (part.IsEmpty)
            {
                part = ref _trailer;
            }

            var count = Math.Min(buffer.Length, part.Length);
            part.Span[..count].CopyTo(buffer);
            part = part[count..];
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
