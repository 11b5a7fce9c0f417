using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace SocketIO.Engine;

/// <summary>
/// Makes the ids of sessions: 20 characters, of which 14 carry 84 random bits and the last 6 name the server that issued them.
/// </summary>
/// <remarks>
/// They look like the reference's (letters, digits, <c>-</c> and <c>_</c>) but hold no counter: an id is a bearer token, and
/// who has seen one must not know anything of the next. The server's part is no secret: it is the same in all of its ids.
/// </remarks>
internal static class SessionId
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const int Length = 20;
    private const int NodeLength = 6;

    // 16 characters, of which 14 are used.
    private const int RandomBytes = 12;

    private static readonly SearchValues<char> s_alphabet = SearchValues.Create(Alphabet);

    public static string New(string node)
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        Span<char> id = stackalloc char[Length];

        RandomNumberGenerator.Fill(random);
        Base64Url.EncodeToChars(random, id);
        node.CopyTo(id[^NodeLength..]);
        return new string(id);
    }

    /// <summary>Makes the part of the ids that names a server.</summary>
    public static string NewNode() => RandomNumberGenerator.GetString(Alphabet, NodeLength);

    /// <summary>Gets the part that names the server which issued an id, or null when no server of this kind did.</summary>
    public static string? NodeOf(string id)
        => id.Length == Length && !id.AsSpan().ContainsAnyExcept(s_alphabet) ? id[^NodeLength..] : null;
}
