using System.Security.Cryptography;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// Writes the frames of a client, masked (RFC 6455, section 5.3). Many small ones leave in one write.
/// </summary>
/// <remarks>One call at a time.</remarks>
/// <param name="stream">Where they go.</param>
/// <param name="deflater">Compresses messages, if that was agreed on.</param>
internal sealed class MaskedWriter(Stream stream, MessageDeflater? deflater)
{
    private const int InitialSize = 1024;
    private const int MaxBatch = 64 * 1024;
    private const int KeysAtOnce = 64;

    private readonly byte[] _keys = new byte[KeysAtOnce * sizeof(uint)];
    private byte[] _batch = new byte[InitialSize];
    private int _length;
    private int _nextKey = KeysAtOnce;

    public async Task WriteAsync(List<OutgoingFrame> frames, CancellationToken cancellationToken)
    {
        foreach (var frame in frames)
        {
            for (var offset = Begin(frame, out var key, out var payload); offset < payload.Length;)
            {
                if (_length >= MaxBatch)
                {
                    await FlushAsync(cancellationToken).ConfigureAwait(false);
                }

                offset += Append(payload.Span[offset..], ref key);
            }

            deflater?.Release();
        }

        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task WriteControlAsync(FrameOpcode opcode, byte[] payload, CancellationToken cancellationToken)
    {
        var key = WriteHeader(opcode, payload.Length, isCompressed: false);
        Append(payload, ref key);
        return FlushAsync(cancellationToken);
    }

    private int Begin(OutgoingFrame frame, out uint key, out ReadOnlyMemory<byte> payload)
    {
        var isCompressed = frame.Compress && deflater is not null && deflater.IsWorthIt(frame.Data.Length);
        payload = isCompressed ? deflater!.Deflate(frame.Data.Span).ToArray() : frame.Data;
        key = WriteHeader(frame.IsBinary ? FrameOpcode.Binary : FrameOpcode.Text, payload.Length, isCompressed);
        return 0;
    }

    private uint WriteHeader(FrameOpcode opcode, int length, bool isCompressed)
    {
        Reserve(FrameHeader.MaxSize);
        var size = FrameHeader.Write(_batch.AsSpan(_length), opcode, length, isCompressed);
        _batch[_length + 1] |= FrameHeader.Mask;
        _length += size;
        NextKey().CopyTo(_batch.AsSpan(_length));
        _length += sizeof(uint);
        return FrameMask.ReadKey(_batch.AsSpan(_length - sizeof(uint)));
    }

    // As much as the batch takes.
    private int Append(ReadOnlySpan<byte> payload, ref uint key)
    {
        var count = Math.Min(payload.Length, MaxBatch - Math.Min(_length, MaxBatch));
        Reserve(count);
        key = FrameMask.Apply(payload[..count], _batch.AsSpan(_length), key);
        _length += count;
        return count;
    }

    private void Reserve(int count)
    {
        if (_batch.Length - _length < count)
        {
            Array.Resize(ref _batch, Math.Max(_batch.Length * 2, _length + count));
        }
    }

    // Unpredictable, so that nobody can choose what is seen on the wire; drawn in advance, because that is much cheaper.
    private ReadOnlySpan<byte> NextKey()
    {
        if (_nextKey == KeysAtOnce)
        {
            RandomNumberGenerator.Fill(_keys);
            _nextKey = 0;
        }

        return _keys.AsSpan(_nextKey++ * sizeof(uint), sizeof(uint));
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_length > 0)
        {
            var written = stream.WriteAsync(_batch.AsMemory(0, _length), cancellationToken);
            await written.ConfigureAwait(false);
            _length = 0;
        }

        if (_batch.Length > 2 * MaxBatch)
        {
            _batch = new byte[InitialSize];
        }
    }
}
