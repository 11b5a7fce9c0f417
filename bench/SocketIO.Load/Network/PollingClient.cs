using System.Globalization;
using System.Text;

namespace SocketIO.Load;

/// <summary>
/// A Socket.IO client on long-polling, as browsers do it: one connection waits in a GET, the other one POSTs.
/// </summary>
internal sealed class PollingClient
{
    private readonly HttpClientPeer _poll;
    private readonly HttpClientPeer _post;
    private readonly Action<PollingClient, Reply, long> _onAnswer;
    private readonly int _port;
    private string _path = SocketIODialect.PollingPath;
    private PollingState _state = PollingState.Opening;
    private bool _posting;
    private Reply? _answer;
    private bool _pinged;

    public PollingClient(Poller poller, int port, Action<PollingClient, Reply, long> onAnswer)
    {
        _poll = new HttpClientPeer(poller, (_, body) => OnPolled(Encoding.UTF8.GetString(body)));
        _post = new HttpClientPeer(poller, (_, body) => OnPosted());
        _onAnswer = onAnswer;
        _port = port;
    }

    public long NextRequest { get; private set; }

    public bool IsIdle => _state is PollingState.Idle;

    public void Open()
    {
        _poll.Connect(_port);
        _post.Connect(_port);
        _poll.Get(_path);
    }

    public void Echo(Payload payload)
    {
        _state = PollingState.Waiting;
        _poll.Get(_path);

        var pong = _pinged ? "3\u001e" : "";
        var id = NextRequest++.ToString(CultureInfo.InvariantCulture);
        _pinged = false;
        Post($"{pong}42{id}[\"echo\",\"{Encoding.ASCII.GetString(payload.Data)}\"]");
    }

    private void Post(string body)
    {
        _posting = true;
        _post.Post(_path, body);
    }

    private void OnPosted()
    {
        _posting = false;

        if (_state is PollingState.Joining)
        {
            _poll.Get(_path);
        }

        CompleteIfAnswered();
    }

    private void OnPolled(string body)
    {
        foreach (var packet in body.Split('\u001e'))
        {
            OnPacket(packet);
        }

        // The GET was answered by something else, a ping perhaps: the acknowledgement comes with the next one.
        if (_state is PollingState.Waiting && _answer is null)
        {
            _poll.Get(_path);
        }

        CompleteIfAnswered();
    }

    private void OnPacket(string packet)
    {
        switch (_state)
        {
            case PollingState.Opening when packet.StartsWith("0{\"sid\":\"", StringComparison.Ordinal):
                _path += "&sid=" + packet.Split('"')[3];
                _state = PollingState.Joining;
                Post("40");
                break;

            case PollingState.Joining when packet.StartsWith("40{", StringComparison.Ordinal):
                _state = PollingState.Idle;
                break;

            case PollingState.Waiting when packet.StartsWith("43", StringComparison.Ordinal):
                var value = packet.IndexOf('[');
                var id = long.Parse(packet.AsSpan(2, value - 2), CultureInfo.InvariantCulture);
                _answer = new Reply(ReplyKind.Acknowledgement, id, packet.Length - value - 4);
                break;

            case PollingState.Waiting when packet is "2":
                _pinged = true;
                break;

            default:
                throw new InvalidDataException($"The server sent what no scenario expects: {packet}");
        }
    }

    private void CompleteIfAnswered()
    {
        if (_answer is { } answer && !_posting)
        {
            _answer = null;
            _state = PollingState.Idle;
            _onAnswer(this, answer, _post.SentAt);
        }
    }

    private enum PollingState
    {
        Opening,
        Joining,
        Idle,
        Waiting,
    }
}
