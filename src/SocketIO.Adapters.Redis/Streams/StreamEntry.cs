using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// An entry of a stream: a message, as Redis keeps it.
/// </summary>
internal sealed class StreamEntry
{
    /// <summary>A field of ours: the number of the entry among those of its server.</summary>
    public const string NumberField = "num";

    /// <summary>A field of ours: <see cref="ClusterMessage.Sequence"/>.</summary>
    public const string SequenceField = "seq";

    private StreamEntry(StreamId id) => Id = id;

    public StreamId Id { get; }

    public string Uid { get; private set; } = string.Empty;

    /// <summary>Gets the namespace.</summary>
    /// <value>Empty for an entry that is none of ours.</value>
    public string Namespace { get; private set; } = string.Empty;

    public string Type { get; private set; } = string.Empty;

    public byte[] Data { get; private set; } = [];

    /// <summary>Gets the number of the message among those of its sender and namespace that are kept for recovery.</summary>
    public long Sequence { get; private set; }

    /// <summary>Gets the number of the entry among all of its sender.</summary>
    public long Number { get; private set; }

    /// <summary>Reads entries: <c>[["1795307486128-0", ["uid", "…", "nsp", "/", …]], …]</c>.</summary>
    public static List<StreamEntry> ReadAll(RedisResult entries)
    {
        var read = new List<StreamEntry>();

        foreach (var entry in entries.IsNull ? [] : (RedisResult[])entries!)
        {
            var parts = (RedisResult[])entry!;

            if (StreamId.TryParse((string?)parts[0], out var id))
            {
                read.Add(new StreamEntry(id).Read(parts[1]));
            }
        }

        return read;
    }

    private StreamEntry Read(RedisResult fields)
    {
        // An entry that was deleted while it was read has none.
        var all = fields.IsNull ? [] : (RedisResult[])fields!;

        for (var i = 0; i + 1 < all.Length; i += 2)
        {
            // Whoever has access to Redis can write anything: bytes that are no text make no name of ours.
            var value = (byte[]?)all[i + 1] ?? [];

            switch ((string?)all[i])
            {
                case "uid":
                    Uid = Encoding.UTF8.GetString(value);
                    break;

                case "nsp":
                    Namespace = Encoding.UTF8.GetString(value);
                    break;

                case "type":
                    Type = Encoding.UTF8.GetString(value);
                    break;

                case "data":
                    Data = value;
                    break;

                case SequenceField:
                    Sequence = Parse(value);
                    break;

                case NumberField:
                    Number = Parse(value);
                    break;
            }
        }

        return this;
    }

    private static long Parse(byte[] number) => long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;

    /// <summary>Makes an entry that was not read, for tests of what is done with it.</summary>
    internal static StreamEntry Of(StreamId id, string uid, string ns, string type, byte[] data, long sequence = 0)
        => new(id) { Uid = uid, Namespace = ns, Type = type, Data = data, Sequence = sequence };
}
