using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Adapters.Tests;

/// <summary>Who takes part, where only the servers themselves know; on a manual clock.</summary>
public sealed class HeartbeatTests
{
    private readonly TestNamespace _namespace = new();
    private readonly ScriptedAdapter _adapter;

    public HeartbeatTests() => _adapter = new ScriptedAdapter(_namespace);

    [Fact]
    [Trait("Spec", "ADP-024")]
    [Trait("Spec", "ADP-014")]
    public async Task A_server_says_that_it_is_there()
    {
        _adapter.Start();
        Assert.Equal(["InitialHeartbeat"], _adapter.Published);
        _namespace.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["InitialHeartbeat", "Heartbeat"], _adapter.Published);

        // Whatever it sends is a sign of life too, and puts off the next.
        _namespace.Time.Advance(TimeSpan.FromSeconds(4));
        await _adapter.BroadcastAsync(TestNamespace.Packet(), Target.Everyone);
        _namespace.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(["InitialHeartbeat", "Heartbeat", "Broadcast"], _adapter.Published);
        _namespace.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["InitialHeartbeat", "Heartbeat", "Broadcast", "Heartbeat"], _adapter.Published);

        await _adapter.CloseAsync();
        Assert.Equal("AdapterClose", _adapter.Published.Last());
        _namespace.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("AdapterClose", _adapter.Published.Last());
    }

    [Fact]
    [Trait("Spec", "ADP-024")]
    public async Task A_newcomer_is_answered_and_counted()
    {
        _adapter.Start();
        _adapter.Receive("""{"uid":"other1","nsp":"/","type":1}""");
        Assert.Equal(["InitialHeartbeat", "Heartbeat"], _adapter.Published);
        Assert.Equal(2, await _adapter.CountServersAsync(default));

        // Another namespace, an emitter and this server itself are nobody.
        _adapter.Receive("""{"uid":"other2","nsp":"/chat","type":1}""");
        _adapter.Receive("""{"uid":"emitter","nsp":"/","type":4,"data":{"opts":{"rooms":[],"except":[],"flags":{}},"rooms":["r"]}}""");
        _adapter.Receive($$"""{"uid":"{{_namespace.NodeId}}","nsp":"/","type":2}""");
        Assert.Equal(2, await _adapter.CountServersAsync(default));

        _adapter.Receive("""{"uid":"other1","nsp":"/","type":13}""");
        Assert.Equal(1, await _adapter.CountServersAsync(default));
    }

    [Fact]
    [Trait("Spec", "ADP-024")]
    public async Task A_silent_server_is_forgotten()
    {
        _adapter.Start();
        _adapter.Receive("""{"uid":"other1","nsp":"/","type":2}""");
        _namespace.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(2, await _adapter.CountServersAsync(default));
        _adapter.Receive("""{"uid":"other1","nsp":"/","type":9,"data":{"packet":["x"]}}""");
        _namespace.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(2, await _adapter.CountServersAsync(default));
        _namespace.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(1, await _adapter.CountServersAsync(default));
    }

    [Fact]
    [Trait("Spec", "ADP-022")]
    [Trait("Spec", "ADP-024")]
    public async Task A_question_ends_when_the_last_server_that_was_silent_leaves()
    {
        _adapter.Start();
        _adapter.Receive("""{"uid":"other1","nsp":"/","type":2}""");
        _adapter.Receive("""{"uid":"other2","nsp":"/","type":2}""");
        var asking = _adapter.FetchSocketsAsync(Target.Everyone, timeout: null, CancellationToken.None).AsTask();
        var requestId = _adapter.LastRequestId;
        _adapter.Receive($$$"""{"uid":"other1","nsp":"/","type":8,"data":{"requestId":"{{{requestId}}}","sockets":[{"id":"s1","handshake":{},"rooms":["s1"],"data":{}}]}}""");
        Assert.False(asking.IsCompleted);
        _adapter.Receive("""{"uid":"other2","nsp":"/","type":13}""");
        Assert.Equal(["s1"], (await Wait.For("the answer", asking)).Select(static socket => socket.Id));
    }

    [Fact]
    [Trait("Spec", "ADP-022")]
    [Trait("Spec", "ADP-023")]
    public async Task A_question_that_is_not_answered_fails_with_what_is_known()
    {
        _adapter.Start();
        _adapter.Receive("""{"uid":"other1","nsp":"/","type":2}""");
        _adapter.Receive("""{"uid":"other2","nsp":"/","type":2}""");
        var asking = _adapter.ServerSideEmitWithAckAsync(TestNamespace.Packet("42[\"ask\"]"), CancellationToken.None).AsTask();
        var answer = $$$"""{"uid":"other1","nsp":"/","type":10,"data":{"requestId":"{{{_adapter.LastRequestId}}}","packet":"here"}}""";
        _adapter.Receive(answer);

        // Twice is once, and what nobody has asked is nothing.
        _adapter.Receive(answer);
        _adapter.Receive("""{"uid":"other2","nsp":"/","type":10,"data":{"requestId":"unknown","packet":"here"}}""");

        // A sign of life, so that it is silent only about this.
        _namespace.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(asking.IsCompleted);
        _namespace.Time.Advance(TimeSpan.FromSeconds(1));
        var exception = await Assert.ThrowsAsync<ClusterTimeoutException>(() => Wait.For("the failure", asking));
        Assert.Equal("timeout reached: missing 1 responses", exception.Message);
        Assert.Equal((2, 1), (exception.Expected, exception.Received));
        Assert.Equal(["other2"], exception.MissingServers);
        Assert.Equal(["here"], exception.Responses.Select(static response => response.Get<string>(0)));
    }

    [Fact]
    [Trait("Spec", "ADP-023")]
    public async Task Without_others_nobody_is_asked()
    {
        _adapter.Start();
        Assert.Empty((await _adapter.ServerSideEmitWithAckAsync(TestNamespace.Packet("42[\"ask\"]"), CancellationToken.None))!);
        Assert.Equal(["InitialHeartbeat"], _adapter.Published);
    }

    [Fact]
    [Trait("Spec", "ADP-004")]
    [Trait("Spec", "ADP-018")]
    public void Messages_of_this_server_and_of_other_namespaces_are_ignored()
    {
        var socket = _namespace.Add("a");
        _adapter.Rooms.Join(socket, "a");
        _adapter.Start();
        const string Data = """{"packet":{"type":2,"data":["hi"]},"opts":{"rooms":[],"except":[],"flags":{}}}""";
        _adapter.Receive($$"""{"uid":"{{_namespace.NodeId}}","nsp":"/","type":3,"data":{{Data}}}""");
        _adapter.Receive($$"""{"uid":"other1","nsp":"/chat","type":3,"data":{{Data}}}""");
        Assert.Empty(socket.Received);
        _adapter.Receive($$"""{"uid":"other1","nsp":"/","type":3,"data":{{Data}}}""");
        Assert.Equal(["42[\"hi\"]"], socket.Received);
    }

    /// <summary>A cluster of which a test writes the other servers.</summary>
    private sealed class ScriptedAdapter(TestNamespace ns) : HeartbeatClusterAdapter(ns, new ClusterAdapterOptions(), new ClusterMetrics(), NullLogger.Instance)
    {
        private readonly List<ClusterMessage> _published = [];

        public IEnumerable<string> Published => _published.Select(static message => message.Type.ToString());

        public string LastRequestId => _published.Last(static message => message.RequestId is not null).RequestId!;

        public void Start() => Begin();

        public void Receive(string json)
        {
            Assert.True(ClusterMessageCodec.TryRead(new ClusterText(Encoding.UTF8.GetBytes(json), []), Sockets.Serializer, out var message), json);
            OnMessage(message!);
        }

        protected override ValueTask PublishAsync(ClusterMessage message)
        {
            _published.Add(message);
            return default;
        }
    }
}
