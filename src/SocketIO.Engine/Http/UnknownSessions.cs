using Microsoft.Extensions.Logging;

namespace SocketIO.Engine;

/// <summary>
/// Says in the log why the session of a request is not here. Clients are told the same in all cases.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class UnknownSessions(string node, TimeProvider time, ILogger logger)
{
    // Whoever likes can send ids of another server by the thousand.
    private static readonly TimeSpan ForeignNotice = TimeSpan.FromMinutes(1);

    // Guards the two fields below.
    private readonly Lock _gate = new();
    private long _foreignRequests;
    private long? _foreignToldAt;

    public void Tell(string id)
    {
        switch (SessionId.NodeOf(id))
        {
            case null:
                Log.NotASessionId(logger);
                break;

            case var issuer when issuer == node:
                Log.SessionGone(logger);
                break;

            case var issuer when CountForeign() is > 0 and var requests:
                Log.SessionOfAnotherNode(logger, requests, issuer, node);
                break;
        }
    }

    /// <summary>Returns how many requests have come since it was told last, or 0 when it is not yet time to tell.</summary>
    private long CountForeign()
    {
        var now = time.GetTimestamp();

        lock (_gate)
        {
            _foreignRequests++;

            if (_foreignToldAt is { } last && time.GetElapsedTime(last, now) < ForeignNotice)
            {
                return 0;
            }

            var requests = _foreignRequests;
            _foreignRequests = 0;
            _foreignToldAt = now;
            return requests;
        }
    }
}
