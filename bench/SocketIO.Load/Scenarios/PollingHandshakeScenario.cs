using System.Text;

namespace SocketIO.Load;

/// <summary>
/// Handshakes by long-polling over kept-alive connections. The sessions stay behind until the server times them out, so
/// a server that has been through this should be started anew.
/// </summary>
internal sealed class PollingHandshakeScenario(string name, LoadContext context, int connections) : RateScenario(name, context)
{
    private int _pending;

    protected override int Connections => connections;

    protected override bool IsDrained => _pending == 0;

    public override void OnReply(WebSocketClient client, Reply reply)
    {
    }

    protected override void Start()
    {
        for (var i = 0; i < connections; i++)
        {
            var peer = new HttpClientPeer(Poller, OnBody);
            peer.Connect(Context.Options.Port);
            Request(peer);
        }
    }

    private void Request(HttpClientPeer peer)
    {
        peer.Get(SocketIODialect.PollingPath);
        _pending++;
    }

    private void OnBody(HttpClientPeer peer, byte[] body)
    {
        if (!body.AsSpan().StartsWith("0{\"sid\":\""u8))
        {
            throw new InvalidDataException($"{Name}: the server sent {Encoding.UTF8.GetString(body)}");
        }

        Count(Clock.Now - peer.SentAt);
        _pending--;

        if (!IsStopping)
        {
            Request(peer);
        }
    }
}
