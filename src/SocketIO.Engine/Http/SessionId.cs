using System.Buffers.Text;
using System.Security.Cryptography;

namespace SocketIO.Engine;

/// <summary>
/// Makes the ids of sessions: 20 characters that carry 120 random bits.
/// </summary>
/// <remarks>
/// They look like the reference's (letters, digits, <c>-</c> and <c>_</c>) but hold no counter: an id is a bearer token, and
/// who has seen one must not know anything of the next.
/// </remarks>
internal static class SessionId
{
    private const int RandomBytes = 15;
    private const int Length = 20;

    public static string New()
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        Span<char> id = stackalloc char[Length];

        RandomNumberGenerator.Fill(random);
        Base64Url.EncodeToChars(random, id);
        return new string(id);
    }
}
