using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>What one session of a recording sent and received, in order, whatever TCP connections it used.</summary>
internal sealed partial class CapturedSession
{
    private readonly List<CaptureEntry> _entries = [];

    private CapturedSession(string step, CaptureEntry handshake)
    {
        Step = step;
        Handshake = handshake;
    }

    public string Step { get; }

    /// <summary>Gets the request that opened the session: a GET, or the upgrade of a WebSocket.</summary>
    public CaptureEntry Handshake { get; }

    /// <summary>Gets the id that the session had then, as it stands in the URLs of its requests.</summary>
    public string Sid { get; private set; } = "";

    public IReadOnlyList<CaptureEntry> Entries => _entries;

    /// <summary>Sorts the entries of a recording into its sessions.</summary>
    public static CapturedSession[] Split(IEnumerable<CaptureEntry> entries)
    {
        var sessions = new List<CapturedSession>();
        var ofConnection = new Dictionary<int, CapturedSession>();

        foreach (var entry in entries)
        {
            if (entry.Kind == "request")
            {
                var sid = SidInUrl().Match(entry.Url!).Groups[1].Value;
                var session = sessions.Find(s => sid.Length > 0 && s.Sid == sid);

                if (session is null)
                {
                    session = new CapturedSession(entry.Step!, entry);
                    sessions.Add(session);
                }

                ofConnection[entry.Conn] = session;
            }

            var owner = ofConnection[entry.Conn];
            owner._entries.Add(entry);

            if (owner.Sid.Length == 0 && entry.Payload.StartsWith("0{", StringComparison.Ordinal))
            {
                owner.Sid = SidInJson().Match(entry.Payload).Groups[1].Value;
            }
        }

        return [.. sessions];
    }

    [GeneratedRegex("[?&]sid=([^&]+)")]
    private static partial Regex SidInUrl();

    [GeneratedRegex("\"sid\":\"([^\"]+)\"")]
    private static partial Regex SidInJson();
}
