using System.Buffers.Binary;
using System.Text;

namespace SocketIO.FunctionalTests;

/// <summary>A WebSocket frame, valid or not; every bit of the header can be set.</summary>
internal sealed record WsFrame(int Opcode, byte[] Payload)
{
    private static readonly byte[] MaskKey = [0x37, 0xfa, 0x21, 0x3d];

    public bool Fin { get; init; } = true;

    /// <summary>Gets the three reserved bits: 4 is RSV1, 2 is RSV2, 1 is RSV3.</summary>
    public int Rsv { get; init; }

    public bool Masked { get; init; } = true;

    /// <summary>Gets the length that the header declares when it is not the payload's.</summary>
    public ulong? DeclaredLength { get; init; }

    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>Gets the close code; <see langword="null"/> when the close frame has none.</summary>
    public int? CloseCode => Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : null;

    public static WsFrame OfText(string text) => new(WsOpcode.Text, Encoding.UTF8.GetBytes(text));

    public static WsFrame OfBinary(params byte[] bytes) => new(WsOpcode.Binary, bytes);

    public static WsFrame OfClose(int code, string reason = "") =>
        new(WsOpcode.Close, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)]);

    public static byte[] Join(params IEnumerable<WsFrame> frames) => frames.SelectMany(f => f.ToBytes()).ToArray();

    public byte[] ToBytes()
    {
        var length = DeclaredLength ?? (ulong)Payload.Length;
        var mask = Masked ? 0x80 : 0;
        var bytes = new List<byte>(Payload.Length + 14) { (byte)((Fin ? 0x80 : 0) | (Rsv << 4) | Opcode) };

        switch (length)
        {
            case < 126:
                bytes.Add((byte)(mask | (int)length));
                break;
            case <= ushort.MaxValue:
                bytes.AddRange([(byte)(mask | 126), (byte)(length >> 8), (byte)length]);
                break;
            default:
                bytes.Add((byte)(mask | 127));
                var wide = new byte[8];
                BinaryPrimitives.WriteUInt64BigEndian(wide, length);
                bytes.AddRange(wide);
                break;
        }

        if (!Masked)
        {
            bytes.AddRange(Payload);
            return bytes.ToArray();
        }

        bytes.AddRange(MaskKey);
        var header = bytes.Count;
        bytes.AddRange(Payload);
        var result = bytes.ToArray();

        for (var i = header; i < result.Length; i++)
        {
            result[i] ^= MaskKey[(i - header) & 3];
        }

        return result;
    }
}
