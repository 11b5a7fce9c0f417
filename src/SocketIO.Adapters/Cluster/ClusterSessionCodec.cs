using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// Sessions as JSON, in the form in which the JavaScript adapters keep them: <c>{"sid":"…","pid":"…","rooms":[…],"data":{…}}</c>. Where a session stands in the store is beside it;
/// JavaScript does not look at that.
/// </summary>
/// <remarks>What is read may be anything: reading never throws. Thread-safe.</remarks>
public static class ClusterSessionCodec
{
    // The beginning, which no store writes as an offset.
    private const string Beginning = "0";

    /// <summary>
    /// Writes a session.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="store">Writes positions.</param>
    /// <param name="serializer">Writes what the application has attached to the socket.</param>
    /// <returns>The JSON and the binary data in it.</returns>
    public static ClusterText Write(ClusterSession session, ClusterStore store, IArgumentSerializer serializer)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(serializer);
        var places = new Dictionary<string, string>();

        if (session.First >= 0)
        {
            places["first"] = Format(session.First, store);
        }

        if (session.Last != long.MaxValue)
        {
            places["last"] = Format(session.Last, store);
            places["lost"] = Format(session.Lost, store);
        }

        var writer = new ClusterWriter(serializer);
        writer.WriteSession(session.Session, places, session.RoomsSince.ToDictionary(static room => room.Key, room => Format(room.Value, store)));
        return writer.ToText();
    }

    /// <summary>
    /// Reads a session.
    /// </summary>
    /// <param name="text">The JSON and the binary data in it.</param>
    /// <param name="store">Reads positions.</param>
    /// <param name="session">The session.</param>
    /// <returns><see langword="false"/> for what is none.</returns>
    public static bool TryRead(ClusterText text, ClusterStore store, out ClusterSession? session)
    {
        ArgumentNullException.ThrowIfNull(store);

        try
        {
            session = Read(text, store);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            session = null;
        }

        return session is not null;
    }

    private static ClusterSession? Read(ClusterText text, ClusterStore store)
    {
        var reader = new Utf8JsonReader(text.Json.Span, ClusterMessageCodec.ReaderOptions);
        string? sid = null;
        string? pid = null;
        List<string>? rooms = null;
        Dictionary<string, object?> data = [];
        Dictionary<string, object?> since = [];
        var first = -1L;
        var last = long.MaxValue;
        var lost = 0L;

        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            switch (reader.GetText())
            {
                case "sid":
                    sid = reader.ReadText();
                    break;

                case "pid":
                    pid = reader.ReadText();
                    break;

                case "rooms":
                    rooms = reader.ReadTexts();
                    break;

                case "data":
                    data = SocketDetailsReader.ReadMembers(ref reader, text);
                    break;

                case "first":
                    first = Parse(reader.ReadText(), store, first);
                    break;

                case "last":
                    last = Parse(reader.ReadText(), store, last);
                    break;

                case "lost":
                    lost = Parse(reader.ReadText(), store, lost);
                    break;

                case "since":
                    since = SocketDetailsReader.ReadMembers(ref reader, text);
                    break;

                default:
                    reader.SkipValue();
                    break;
            }
        }

        return string.IsNullOrEmpty(sid) || string.IsNullOrEmpty(pid) || rooms is null ? null : new ClusterSession
        {
            Session = new RecoverableSession { Sid = sid, Pid = pid, Rooms = rooms, Data = data },
            First = first,
            Last = last,
            Lost = lost,
            RoomsSince = since.ToDictionary(static room => room.Key, room => Parse((room.Value as JsonElement?)?.ToString(), store, 0)),
        };
    }

    private static string Format(long position, ClusterStore store) => position == 0 ? Beginning : store.FormatOffset(position);

    private static long Parse(string? text, ClusterStore store, long otherwise)
        => text == Beginning ? 0 : text is not null && store.TryParseOffset(text, out var position) ? position : otherwise;
}
