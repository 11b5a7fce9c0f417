using System.Text;

namespace SocketIO.Tests.InMemory;

/// <summary>Frames as clients send them.</summary>
internal static class MemoryFrames
{
    private const int MaxShort = 125;

    private static readonly byte[] s_key = [0x12, 0x34, 0x56, 0x78];

    /// <summary>Makes the frame of a text message, for example <c>42["hello"]</c>.</summary>
    public static byte[] Text(string message) => Frame(0x81, Encoding.UTF8.GetBytes(message));

    /// <summary>Makes the frame of a binary message.</summary>
    public static byte[] Binary(byte[] message) => Frame(0x82, message);

    private static byte[] Frame(byte head, byte[] payload)
    {
        byte[] length = payload.Length <= MaxShort
            ? [(byte)(0x80 | payload.Length)]
            : [0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length];
        byte[] frame = [head, .. length, .. s_key, .. payload];

        for (var i = 0; i < payload.Length; i++)
        {
            frame[^(payload.Length - i)] ^= s_key[i % s_key.Length];
        }

        return frame;
    }
}
