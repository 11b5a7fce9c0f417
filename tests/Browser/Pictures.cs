using System.Buffers.Binary;
using System.IO.Compression;

namespace SocketIO.Tests;

/// <summary>Draws a PNG, so that no picture has to be kept in the repository.</summary>
internal static class Pictures
{
    /// <summary>Hills under an evening sky.</summary>
    public static byte[] Hills(int width, int height)
    {
        var rows = new byte[height * ((width * 3) + 1)];

        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                Pixel((double)x / width, (double)y / height).CopyTo(rows.AsSpan((y * ((width * 3) + 1)) + 1 + (x * 3)));
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = 2;

        return [0x89, .. "PNG\r\n"u8, 0x1a, 0x0a, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, Deflate(rows)), .. Chunk("IEND"u8, [])];
    }

    private static ReadOnlySpan<byte> Pixel(double x, double y)
    {
        var sun = (Math.Pow(x - 0.68, 2) * 2.6) + Math.Pow(y - 0.38, 2);

        for (var hill = 1; hill <= 3; hill++)
        {
            if (y > 0.98 - (hill * 0.12) + (0.05 * Math.Sin((x * (3 + hill)) + (hill * 2))))
            {
                return Colour(6 + (hill * 32), 24 + (hill * 36), 28 + (hill * 38));
            }
        }

        return sun < 0.008 ? Colour(255, 236, 190) : Colour(250 - (y * 60), 170 + (y * 60) - (sun * 40), 130 + (y * 90));
    }

    private static byte[] Colour(double red, double green, double blue) => [Clamp(red), Clamp(green), Clamp(blue)];

    private static byte Clamp(double value) => (byte)Math.Clamp(value, 0, 255);

    private static byte[] Deflate(byte[] rows)
    {
        using var target = new MemoryStream();

        using (var zlib = new ZLibStream(target, CompressionLevel.Optimal))
        {
            zlib.Write(rows);
        }

        return target.ToArray();
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;

        foreach (var value in bytes)
        {
            crc ^= value;

            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }
}
