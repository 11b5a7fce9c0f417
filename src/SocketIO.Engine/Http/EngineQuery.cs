namespace SocketIO.Engine;

/// <summary>
/// The query parameters that the protocol itself reads, taken from a request without building a dictionary.
/// </summary>
internal readonly struct EngineQuery
{
    private EngineQuery(string? revision, string? transport, string? sessionId, string? jsonp, string? base64, string? duplicate)
    {
        RawRevision = revision;
        Transport = transport;
        SessionId = sessionId;
        Jsonp = jsonp;
        Base64 = base64;
        Duplicate = duplicate;
    }

    /// <summary>Gets the protocol revision as it was sent.</summary>
    public string? RawRevision { get; }

    /// <summary>
    /// Gets the protocol revision: 4, 3 or, when it is anything else, 0. Clients of revision 3 exist that do not send it.
    /// </summary>
    public int Revision => RawRevision switch { "4" => 4, "3" or null => 3, _ => 0 };

    /// <summary>Gets the transport as it was sent: not necessarily one that exists.</summary>
    public string? Transport { get; }

    /// <summary>Gets the session's id, or null for a handshake. An empty one is none.</summary>
    public string? SessionId { get; }

    /// <summary>Gets the number of the JSONP callback, which old browsers send.</summary>
    public string? Jsonp { get; }

    /// <summary>Gets the value by which a client says that it can read no binary. Any but an empty one does.</summary>
    public string? Base64 { get; }

    /// <summary>Gets how binary messages travel over a WebSocket that is opened with this query.</summary>
    public BinaryForm BinaryForm => (Revision, string.IsNullOrEmpty(Base64)) switch
    {
        (4, true) => BinaryForm.Frames,
        (4, false) => BinaryForm.Base64,
        (_, true) => BinaryForm.TypedFrames,
        _ => BinaryForm.TypedBase64,
    };

    /// <summary>Gets the name of a parameter that was sent twice though its meaning depends on which one is read, or null.</summary>
    public string? Duplicate { get; }

    public static EngineQuery Parse(ReadOnlySpan<char> query)
    {
        string? revision = null, transport = null, sessionId = null, jsonp = null, base64 = null, duplicate = null;
        var reader = new QueryReader(query);

        while (reader.TryRead(out var rawName, out var value))
        {
            // Names in escaped form must be found too, or the check for duplicates could be passed by.
            var name = rawName.ContainsAny('%', '+') ? QueryText.Decode(rawName) : rawName;

            switch (name)
            {
                case "EIO":
                    duplicate ??= revision is null ? null : "EIO";
                    revision = Known(value) ?? QueryText.Decode(value);
                    break;
                case "transport":
                    duplicate ??= transport is null ? null : "transport";
                    transport = Known(value) ?? QueryText.Decode(value);
                    break;
                case "sid":
                    duplicate ??= sessionId is null ? null : "sid";
                    sessionId = QueryText.Decode(value);
                    break;
                case "j":
                    jsonp = QueryText.Decode(value);
                    break;
                case "b64":
                    base64 = QueryText.Decode(value);
                    break;
            }
        }

        return new(revision, transport, string.IsNullOrEmpty(sessionId) ? null : sessionId, jsonp, base64, duplicate);
    }

    // The values of nearly every request, which need no string of their own.
    private static string? Known(ReadOnlySpan<char> value) => value switch
    {
        "4" => "4",
        "3" => "3",
        "polling" => "polling",
        "websocket" => "websocket",
        _ => null,
    };
}
