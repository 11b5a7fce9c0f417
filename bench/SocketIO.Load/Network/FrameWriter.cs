using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SocketIO.Load;

/// <summary>
/// Builds masked WebSocket frames one behind the other in a buffer that is used again and again.
/// </summary>
internal sealed class FrameWriter
{
    public const byte Text = 0x1;
    public const byte Binary = 0x2;
    public const byte Close = 0x8;
    public const byte Pong = 0xA;

    // FIN and opcode, mask bit and 7-bit length, 16-bit length, masking key.
    private const int MaxHeader = 1 + 1 + 2 + 4;

    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);
    private int _frame;
    private int _end;
    private uint _random = 0x9E3779B9;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _end);

    public void Clear() => _end = 0;

    /// <summary>Opens a frame, whose payload is then written by <see cref="Write(ReadOnlySpan{byte})"/>.</summary>
    public void Begin()
    {
        _frame = _end;
        Reserve(MaxHeader);
        _end += MaxHeader;
    }

    public void Write(ReadOnlySpan<byte> payload)
    {
        Reserve(payload.Length);
        payload.CopyTo(_buffer.AsSpan(_end));
        _end += payload.Length;
    }

    public void Write(long number)
    {
        Reserve(20);
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_end), out var written);
        _end += written;
    }

    /// <summary>Completes the frame: writes its header, masks its payload.</summary>
    public void End(byte opcode)
    {
        var payload = _buffer.AsSpan(_frame + MaxHeader, _end - _frame - MaxHeader);
        var key = NextKey();
        Mask(payload, key);

        var header = _buffer.AsSpan(_frame);
        header[0] = (byte)(0x80 | opcode);
        var length = 2;

        if (payload.Length < 126)
        {
            header[1] = (byte)(0x80 | payload.Length);
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            header[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)payload.Length);
            length = 4;
        }
        else
        {
            throw new InvalidOperationException("The load generator sends no message above 64 KiB.");
        }

        BinaryPrimitives.WriteUInt32LittleEndian(header[length..], key);
        length += 4;

        if (length < MaxHeader)
        {
            payload.CopyTo(header[length..]);
        }

        _end = _frame + length + payload.Length;
    }

    public void WriteFrame(byte opcode, ReadOnlySpan<byte> payload)
    {
        Begin();
        Write(payload);
        End(opcode);
    }

    private static void Mask(Span<byte> payload, uint key)
    {
        var wide = MemoryMarshal.Cast<byte, Vector<uint>>(payload);
        var wideKey = new Vector<uint>(key);

        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] ^= wideKey;
        }

        for (var i = wide.Length * Vector<byte>.Count; i < payload.Length; i++)
        {
            payload[i] ^= (byte)(key >> (8 * (i & 3)));
        }
    }

    // xorshift: a key that is never zero and never the same twice in a row is all that is needed here.
    private uint NextKey()
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        return _random ^= _random << 5;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _end < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _end + count));
        }
    }
}
