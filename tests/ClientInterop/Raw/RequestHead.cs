using System.Globalization;

namespace SocketIO.ClientInterop;

/// <summary>A request as it stood on the wire, with its body.</summary>
internal sealed record RequestHead(string Method, string Target, string Text, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Path => Target.Split('?')[0];

    public bool IsUpgrade => Headers.TryGetValue("upgrade", out var to) && to.Equals("websocket", StringComparison.OrdinalIgnoreCase);

    public string? Sid => Query("sid");

    /// <summary>Gets whether it begins a session.</summary>
    public bool IsHandshake => Sid is null;

    public static RequestHead Parse(string text, byte[] body)
    {
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToLookup(pair => pair[0].ToLowerInvariant(), pair => pair[1].Trim());
        return new RequestHead(first[0], first[1], text, headers.ToDictionary(header => header.Key, header => string.Join(", ", header)), body);
    }

    public static int LengthOf(string text)
        => int.Parse(Parse(text, []).Headers.GetValueOrDefault("content-length", "0"), CultureInfo.InvariantCulture);

    public string? Query(string name)
        => Target.Split('?').ElementAtOrDefault(1)?.Split('&').Select(pair => pair.Split('=', 2)).FirstOrDefault(pair => pair[0] == name)?.ElementAtOrDefault(1);
}
