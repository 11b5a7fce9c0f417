namespace SocketIO.ClientInterop;

internal sealed partial class Play
{
    /// <summary>Starts a server of npm's current version for this play alone.</summary>
    public Task<NpmServer> ServerAsync(object? options = null) => ServerAsync("4.8.4", options);

    public async Task<NpmServer> ServerAsync(string version, object? options = null)
        => Owns(await NpmServer.StartAsync(await _kit.NpmAsync(version), options));

    /// <summary>Starts a server whose packets this script writes.</summary>
    public ScriptedServer Scripted() => Owns(new ScriptedServer());

    public FaultRelay Relay(int target) => Owns(new FaultRelay(target));

    /// <summary>Puts an outage behind a relay, or ends one.</summary>
    public void Begin(Outage outage, FaultRelay relay)
    {
        if (outage == Outage.Refused)
        {
            relay.Refuse();
        }
        else
        {
            relay.PointTo(Owns(Outages.Server(outage)).Port);
        }
    }

    /// <summary>Ends an outage. Connections that a client keeps for later would still lead there: they end, too.</summary>
    public static void End(Outage outage, FaultRelay relay, int target)
    {
        if (outage == Outage.Refused)
        {
            relay.Accept();
        }

        relay.PointTo(target);
        relay.Cut();
    }
}
