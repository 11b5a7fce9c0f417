using System.Text.RegularExpressions;

namespace SocketIO.Differential;

/// <summary>The parts of a Socket.IO packet in an Engine.IO message, as far as a server sends them.</summary>
internal sealed partial record WirePacket(char Type, int Attachments, string Namespace, string Id, string Payload)
{
    public static WirePacket? Parse(string packet)
    {
        var match = Grammar().Match(packet);

        if (!match.Success)
        {
            return null;
        }

        var count = match.Groups["count"].Value;
        var ns = match.Groups["ns"].Value;
        return new WirePacket(match.Groups["type"].Value[0], count.Length == 0 ? 0 : int.Parse(count), ns.Length == 0 ? "/" : ns, match.Groups["id"].Value, match.Groups["payload"].Value);
    }

    [GeneratedRegex(@"\A4(?<type>[0-6])((?<=[56])(?<count>\d+)-)?((?<ns>/[^,]*),)?(?<id>\d*)(?<payload>.*)\z", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Grammar();
}
