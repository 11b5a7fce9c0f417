using SocketIO.FunctionalTests;

namespace SocketIO.Differential;

/// <summary>
/// One thing that is done to a server. Texts may hold placeholders: {run} is this play's number, {sid:0} the Engine.IO id of
/// client 0, {id:0:/custom} the id of its socket in a namespace.
/// </summary>
internal abstract record Step
{
    private static string Printable(string text)
        => string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\ufeff' ? $"\\u{(int)c:x4}" : $"{c}"));

    /// <summary>Opens a session: over "polling", over "websocket", or over polling without polls but those that a barrier needs ("lazy").</summary>
    /// <param name="Client">Who.</param>
    /// <param name="Transport">How.</param>
    /// <param name="Query">What follows in the query.</param>
    /// <param name="Headers">Lines that each end in CR LF.</param>
    /// <param name="Joins">Whether the namespace of the barriers is joined at once.</param>
    public sealed record Open(int Client, string Transport, string Query = "", string Headers = "", bool Joins = true) : Step
    {
        public override string ToString() => $"Open {Client}: {Transport}{Query}{(Joins ? "" : ", joins nothing")}   {Printable(Headers)}";
    }

    /// <summary>Sends packets: as one payload, or as frames in one segment. Binary ones are "b" and base64.</summary>
    /// <param name="Client">Who.</param>
    /// <param name="Packets">What.</param>
    /// <param name="Awaited">How packets begin that are awaited before the barrier, or "END".</param>
    public sealed record Send(int Client, string[] Packets, string[] Awaited) : Step
    {
        public override string ToString() => $"Send {Client}: {Printable(string.Join(" | ", Packets))}{(Awaited.Length == 0 ? "" : $"   (awaited: {string.Join(" ", Awaited)})")}";
    }

    /// <summary>Sends bytes as the body of a POST, whatever the transport of the client is now.</summary>
    public sealed record Post(int Client, string Body, string Headers) : Step
    {
        public override string ToString() => $"Post {Client}: {Printable(Body)}   {Printable(Headers)}";
    }

    /// <summary>Sends WebSocket frames of any kind; nothing on polling.</summary>
    public sealed record Frames(int Client, WsFrame[] All) : Step
    {
        public override string ToString() => $"Frames {Client}: {string.Join(" | ", All.Select(f => $"opcode {f.Opcode} fin {f.Fin} rsv {f.Rsv} masked {f.Masked} {Convert.ToHexString(f.Payload)}"))}";
    }

    /// <summary>Takes a polling client to WebSocket: these packets are sent on the new one, each when the answer to the one before has come.</summary>
    public sealed record Upgrade(int Client, string[] Packets) : Step
    {
        public override string ToString() => $"Upgrade {Client}: {string.Join(" | ", Packets)}";
    }

    /// <summary>A request on a connection of its own. The URL begins with the query's "?" or is whole.</summary>
    public sealed record Request(string Method, string Url, string Headers = "", string? Body = null, bool AsWebSocket = false) : Step
    {
        public override string ToString() => $"{(AsWebSocket ? "Upgrade request" : "Request")}: {Method} {Url}   {Printable(Headers)}{(Body is null ? "" : $"   {Printable(Body)}")}";
    }

    /// <summary>Ends a client: "close" by a close packet or frame, "reset" or "fin" of its connections.</summary>
    public sealed record Leave(int Client, string How) : Step;
}
