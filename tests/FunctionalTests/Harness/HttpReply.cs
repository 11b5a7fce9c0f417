using System.Text;

namespace SocketIO.FunctionalTests;

/// <summary>An HTTP response as it came over the wire.</summary>
internal sealed record HttpReply(int Status, string Reason, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Gets the packets of a polling payload.</summary>
    public string[] Packets => Text.Split(Wire.Separator);

    /// <summary>Gets a header's only value; <see langword="null"/> when the header is absent.</summary>
    public string? Header(string name) => Values(name).SingleOrDefault();

    public IEnumerable<string> Values(string name) =>
        Headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value);

    public override string ToString() => $"{Status} {Reason} {Text}";
}
