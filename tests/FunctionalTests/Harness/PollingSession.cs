namespace SocketIO.FunctionalTests;

/// <summary>A long-polling session: two kept connections, one that reads and one that writes.</summary>
internal sealed class PollingSession : Peer
{
    private readonly RawHttp _reader;
    private readonly RawHttp _writer;
    private readonly Queue<string> _packets = new();

    private PollingSession(Target target, RawHttp reader, RawHttp writer, HttpReply open)
        : base(target)
    {
        _reader = reader;
        _writer = writer;
        Open = open;
        Sid = ReadSid(PacketsOf(open).First());

        foreach (var packet in PacketsOf(open).Skip(1))
        {
            _packets.Enqueue(packet);
        }
    }

    public override string Transport => "polling";

    /// <summary>Gets the answer to the handshake.</summary>
    public HttpReply Open { get; }

    /// <summary>Gets the URL of this session: <c>S</c> in the catalogue.</summary>
    public string S => $"{Target.PollingUrl}&sid={Sid}";

    /// <summary>Gets the URL that upgrades this session.</summary>
    public string UpgradeUrl => $"{Target.WebSocketUrl}&sid={Sid}";

    /// <summary>Shakes hands without joining a namespace.</summary>
    public static async Task<PollingSession> OpenAsync(Target target, string query = "", string headers = "")
    {
        var reader = await RawHttp.ConnectAsync(target);
        await reader.SendRequestAsync("GET", target.PollingUrl + query, headers);
        var open = await reader.ReadReplyAsync();
        Assert.Equal(200, open.Status);
        return new PollingSession(target, reader, await RawHttp.ConnectAsync(target), open);
    }

    /// <summary>Shakes hands and joins the main namespace.</summary>
    public static async Task<PollingSession> JoinedAsync(Target target)
    {
        var session = await OpenAsync(target);
        await session.JoinAsync();
        return session;
    }

    /// <summary>One poll on the reading connection.</summary>
    public async Task<HttpReply> PollAsync()
    {
        await StartPollAsync();
        return await FinishPollAsync();
    }

    /// <summary>Sends a poll and leaves it waiting.</summary>
    public Task StartPollAsync() => _reader.SendRequestAsync("GET", S);

    public Task<HttpReply> FinishPollAsync() => _reader.ReadReplyAsync();

    /// <summary>Starts a poll and breaks its connection off.</summary>
    public void ResetPoll() => _reader.Connection.Reset();

    public Task<HttpReply> PostAsync(string body, string headers = "Content-Type: text/plain;charset=UTF-8\r\n") =>
        PostAsync(Wire.Utf8(body), headers);

    public async Task<HttpReply> PostAsync(byte[] body, string headers = "Content-Type: text/plain;charset=UTF-8\r\n")
    {
        await _writer.SendRequestAsync("POST", S, headers, body);
        return await _writer.ReadReplyAsync("POST");
    }

    public override async Task SendAsync(params IEnumerable<string> packets) => AssertOk(await PostAsync(Target.IsV3 ? WireV3.Payload(packets) : Wire.Payload(packets)));

    public override Task SendAsync(string packet, params IEnumerable<byte[]> attachments) =>
        SendAsync([packet, .. attachments.Select(a => (Target.IsV3 ? "b4" : "b") + Convert.ToBase64String(a))]);

    public override async Task<string> NextAsync(string what)
    {
        while (_packets.Count == 0)
        {
            var reply = await PollAsync();
            Assert.True(reply.Status == 200, $"{what}: the poll was answered {reply}");

            foreach (var packet in PacketsOf(reply))
            {
                _packets.Enqueue(packet);
            }
        }

        return _packets.Dequeue();
    }

    public override async Task AssertForcedCloseAsync()
    {
        // A poll that waited when the session was closed gets the bare close; the next poll gets it behind a noop.
        var reply = await PollAsync();
        Assert.True(reply is { Status: 200, Text: "1" or "6\u001e1" or "1:1" or "1:61:1" }, $"Expected a close packet, got {reply}");
        await AssertGoneAsync();
    }

    /// <summary>Polls up to the close packet; returns everything that came.</summary>
    public async Task<List<string>> PollToCloseAsync()
    {
        var packets = new List<string>();

        while (packets.LastOrDefault() != "1")
        {
            var reply = await PollAsync();
            Assert.True(reply.Status == 200, $"Expected a close packet, got {reply}");
            packets.AddRange(PacketsOf(reply));
        }

        return packets;
    }

    public override async Task AssertParseErrorAsync() => await AssertGoneAsync();

    /// <summary>The server has forgotten the session.</summary>
    public async Task AssertGoneAsync()
    {
        var reply = await RawHttp.GetAsync(Target, S);
        Expect.Refused(reply, 1);
    }

    /// <summary>The packets of a response to a poll; binary messages as <c>b</c> and base64.</summary>
    public IEnumerable<string> PacketsOf(HttpReply reply) => Target.IsV3 ? WireV3.Split(reply) : reply.Packets;

    public static void AssertOk(HttpReply reply) => Assert.True(reply is { Status: 200, Text: "ok" }, $"Expected 200 ok, got {reply}");

    public override void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }
}
