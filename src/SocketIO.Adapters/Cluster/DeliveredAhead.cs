using System.Globalization;
using System.Text;

namespace SocketIO.Adapters;

/// <summary>
/// What was sent to clients before it stood in the store, because the store was away: by server, up to which number. It is part of their offsets until the store has
/// caught up, behind the position: <c>1795307486128-0~Zk3_aB.17</c>. So they get it only once, wherever they come back. Immutable.
/// </summary>
/// <remarks>JavaScript servers do not know such offsets: there, a client that comes back with one starts anew, and is told.</remarks>
internal sealed class DeliveredAhead
{
    private const char Mark = '~';

    // What the peer decides: names of servers are six characters, and hardly ever is a client ahead on two.
    private const int MaxLength = 256;

    private readonly (string Uid, long Sequence)[] _servers;

    private DeliveredAhead((string Uid, long Sequence)[] servers) => _servers = servers;

    public static bool Covers(DeliveredAhead? ahead, string uid, long sequence)
        => ahead is not null && sequence > 0 && Array.Exists(ahead._servers, server => server.Uid == uid && sequence <= server.Sequence);

    /// <summary>Adds what one server has sent.</summary>
    public static DeliveredAhead? With(DeliveredAhead? ahead, string uid, long sequence)
    {
        if (sequence <= 0 || Covers(ahead, uid, sequence))
        {
            return ahead;
        }

        return new DeliveredAhead([.. (ahead?._servers ?? []).Where(server => server.Uid != uid), (uid, sequence)]);
    }

    /// <summary>Leaves out what stands in the store by now.</summary>
    public static DeliveredAhead? Without(DeliveredAhead? ahead, DuplicateFilter stored)
    {
        if (ahead is null || !Array.Exists(ahead._servers, server => stored.LastOf(server.Uid) >= server.Sequence))
        {
            return ahead;
        }

        (string, long)[] rest = [.. ahead._servers.Where(server => stored.LastOf(server.Uid) < server.Sequence)];
        return rest.Length == 0 ? null : new DeliveredAhead(rest);
    }

    /// <summary>Takes an offset apart.</summary>
    /// <param name="offset">What a client has sent.</param>
    /// <param name="position">The position, as the store has written it; empty if there was none.</param>
    /// <param name="ahead">What the client has got besides.</param>
    /// <returns><see langword="false"/> for what cannot be an offset.</returns>
    public static bool TrySplit(string offset, out string position, out DeliveredAhead? ahead)
    {
        ahead = null;
        var parts = offset.Length <= MaxLength ? offset.Split(Mark) : [];
        position = parts.Length == 0 ? string.Empty : parts[0];

        foreach (var part in parts.AsSpan(Math.Min(1, parts.Length)))
        {
            var dot = part.LastIndexOf('.');

            if (dot <= 0 || !long.TryParse(part.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            {
                return false;
            }

            ahead = With(ahead, part[..dot], sequence);
        }

        return parts.Length > 0;
    }

    /// <summary>Writes it behind a position.</summary>
    public void AppendTo(StringBuilder offset)
    {
        foreach (var (uid, sequence) in _servers)
        {
            offset.Append(Mark).Append(uid).Append('.').Append(sequence.ToString(CultureInfo.InvariantCulture));
        }
    }
}
