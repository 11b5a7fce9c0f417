using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>
/// Holds a recorded conversation again, entry by entry: sends what the client sent, each time once everything that it had received before has arrived, and
/// compares all that the server answers.
/// </summary>
internal sealed partial class CaptureReplay(CaptureEntry[] entries, Func<string?, Uri> serverOf, IPacketShape shape) : IAsyncDisposable
{
    private readonly List<ReplaySession> _sessions = [];
    private readonly Dictionary<int, ReplaySession> _ofConnection = [];
    private readonly Dictionary<int, CaptureEntry> _requests = [];

    /// <summary>Runs the whole conversation; returns how many packets were compared.</summary>
    public async Task<int> RunAsync()
    {
        for (var i = 0; i < entries.Length; i++)
        {
            // Connections of the scenario before may have been recorded to their ends.
            var session = _ofConnection.GetValueOrDefault(entries[i].Conn);

            await (entries[i].Kind switch
            {
                "request" => RequestAsync(i),
                "response" when session is not null => ResponseAsync(session, entries[i]),
                "frame" when session is not null => session.FrameAsync(entries[i]),
                "end" when session is not null => session.EndAsync(entries[i]),
                _ => Task.CompletedTask,
            });
        }

        foreach (var session in _sessions)
        {
            session.AssertNothingIsLeft();
        }

        return _sessions.Sum(session => session.Compared);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
        {
            await session.DisposeAsync();
        }
    }

    private Task RequestAsync(int index)
    {
        var request = entries[index];
        var sid = SidInUrl().Match(request.Url!).Groups[1].Value;
        var session = _sessions.Find(s => sid.Length > 0 && s.RecordedSid == sid);

        if (session is null)
        {
            session = new ReplaySession(request, serverOf(request.Profile), shape);
            _sessions.Add(session);
        }

        _ofConnection[request.Conn] = session;
        _requests[request.Conn] = request;

        // Nothing comes back where the connection was lost before the answer.
        var later = entries.Skip(index + 1).Where(entry => entry.Conn == request.Conn).TakeWhile(entry => entry.Kind != "request").ToArray();
        return session.RequestAsync(request, Array.Find(later, entry => entry.Kind == "response"), Array.Exists(later, entry => entry.Kind == "raw"));
    }

    private Task ResponseAsync(ReplaySession session, CaptureEntry response)
    {
        var request = _requests[response.Conn];
        return request.IsWebSocketRequest || request.Method == "POST" ? Task.CompletedTask : session.PollAnsweredAsync(response);
    }

    [GeneratedRegex("[?&]sid=([^&]+)")]
    private static partial Regex SidInUrl();
}
