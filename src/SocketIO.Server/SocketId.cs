using System.Buffers.Text;
using System.Security.Cryptography;

namespace SocketIO.Server;

/// <summary>
/// Makes the ids of sockets: twenty characters of the URL-safe base64 alphabet, 120 random bits.
/// </summary>
internal static class SocketId
{
    private const int RandomBytes = 15;
    private const int Characters = 20;

    public static string New() => string.Create(Characters, 0, static (characters, _) =>
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        Base64Url.EncodeToChars(random, characters);
    });
}
