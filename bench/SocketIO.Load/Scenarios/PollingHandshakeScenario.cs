using System.Text;

namespace SocketIO.Load;

/// <summary>
/// Handshakes by long-polling over kept-alive connections.
/// </summary>
/// <remarks>
/// A session that nobody uses stays until the server times it out. So the handshakes of the warm-up are each followed by
/// a close, the measured ones are bounded in number, and their sessions are closed behind the measurement.
/// </remarks>
internal sealed class PollingHandshakeScenario(string name, LoadContext context, int connections) : RateScenario(name, context)
{
    private const int MaxMeasured = 20_000;
    private const string Close = "1";

    private readonly Queue<string> _open = new();
    private int _pending;

    protected override int Connections => connections;

    protected override bool IsDrained => _pending == 0;

    protected override bool IsWindowFull => _open.Count >= MaxMeasured;

    public override void OnReply(WebSocketClient client, Reply reply)
        => throw new InvalidDataException($"{Name}: the server sent {reply} unasked");

    protected override void Start()
    {
        for (var i = 0; i < connections; i++)
        {
            var peer = new HttpClientPeer(Poller, OnBody);
            peer.Connect(Context.Options.Port);
            SendNext(peer);
        }
    }

    private void SendNext(HttpClientPeer peer)
    {
        if ((IsStopping || !IsMeasuring) && _open.TryDequeue(out var session))
        {
            peer.Post($"{SocketIODialect.PollingPath}&sid={session}", Close);
            _pending++;
        }
        else if (!IsStopping)
        {
            peer.Get(SocketIODialect.PollingPath);
            _pending++;
        }
    }

    private void OnBody(HttpClientPeer peer, byte[] body)
    {
        _pending--;

        if (body.AsSpan().StartsWith("0{\"sid\":\""u8))
        {
            Count(Clock.Now - peer.SentAt);
            _open.Enqueue(Encoding.ASCII.GetString(body).Split('"')[3]);
        }
        else if (!body.AsSpan().SequenceEqual("ok"u8))
        {
            throw new InvalidDataException($"{Name}: the server sent {Encoding.UTF8.GetString(body)}");
        }

        SendNext(peer);
    }
}
