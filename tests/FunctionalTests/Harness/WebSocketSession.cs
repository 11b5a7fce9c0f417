namespace SocketIO.FunctionalTests;

/// <summary>A session on WebSocket alone.</summary>
internal sealed class WebSocketSession : Peer
{
    private WebSocketSession(Target target, RawWebSocket socket)
        : base(target) => Socket = socket;

    public override string Transport => "websocket";

    public RawWebSocket Socket { get; }

    /// <summary>Shakes hands without joining a namespace.</summary>
    public static async Task<WebSocketSession> OpenAsync(Target target, string query = "", string headers = "", int? receiveBuffer = null)
    {
        var session = new WebSocketSession(target, await RawWebSocket.ConnectAsync(target, target.WebSocketUrl + query, headers, receiveBuffer: receiveBuffer));
        session.Sid = ReadSid(await session.Socket.ReadTextAsync("the open packet"));
        return session;
    }

    /// <summary>Shakes hands and joins the main namespace.</summary>
    public static async Task<WebSocketSession> JoinedAsync(Target target, string headers = "")
    {
        var session = await OpenAsync(target, headers: headers);
        await session.JoinAsync();
        return session;
    }

    public override Task SendAsync(params IEnumerable<string> packets) => Socket.SendTextAsync(packets);

    public override Task SendAsync(string packet, params IEnumerable<byte[]> attachments) =>
        Socket.SendAsync([WsFrame.OfText(packet), .. attachments.Select(a => WsFrame.OfBinary(Target.IsV3 ? [4, .. a] : a))]);

    public override async Task<string> NextAsync(string what)
    {
        var frame = await Socket.ReadFrameAsync(what);
        Assert.True(frame is { Fin: true, Rsv: 0, Opcode: WsOpcode.Text or WsOpcode.Binary }, $"{what}: got opcode {frame.Opcode}, code {frame.CloseCode}");
        return frame.Opcode == WsOpcode.Text ? frame.Text : "b" + Convert.ToBase64String(frame.Payload.AsSpan(Target.IsV3 ? 1 : 0));
    }

    public override Task AssertForcedCloseAsync() => AssertCloseAsync(null);

    public override Task AssertParseErrorAsync() => AssertCloseAsync(null);

    /// <summary>The next thing the server sends is a close frame with this code (none: <see langword="null"/>).</summary>
    public async Task AssertCloseAsync(int? code)
    {
        var frame = await Socket.ReadFrameAsync($"a close frame with code {code?.ToString() ?? "none"}");
        Assert.True(frame.Opcode == WsOpcode.Close, $"Expected a close frame, got opcode {frame.Opcode} '{frame.Text}'");
        Assert.Equal(code, frame.CloseCode);
    }

    public override void Dispose() => Socket.Dispose();
}
