using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Names of channels: <c>prefix#namespace</c>.
/// </summary>
internal static class ChannelName
{
    // NAMEDATALEN - 1. LISTEN cuts what is longer, and pg_notify refuses it: in JavaScript a namespace with such a name is heard by nobody else.
    private const int MaxBytes = 63;

    /// <summary>Gets the channel of a namespace; for one whose name PostgreSQL cannot take, a name made from it that all servers find.</summary>
    public static string Of(string prefix, string ns)
    {
        var name = $"{prefix}#{ns}";
        var bytes = Encoding.UTF8.GetBytes(name);
        var isText = !bytes.Contains((byte)0) && Encoding.UTF8.GetString(bytes) == name;
        return isText && bytes.Length <= MaxBytes ? name : "#" + Base64Url.EncodeToString(SHA256.HashData(bytes));
    }

    /// <summary>Gets a number for a channel, for locks.</summary>
    public static long KeyOf(string channel) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes("socket.io lock of " + channel)));
}
