namespace SocketIO.Tests;

/// <summary>npm's socket.io-client over WebSocket alone.</summary>
public sealed class WebSocketClientTests(NodeFixture node) : IClassFixture<NodeFixture>
{
    private const string Transport = "websocket";

    public static IEnumerable<TheoryDataRow<string>> Cases => NodeCases.RowsOf(Transport);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes(string name) => node.Passes(Transport, name);
}
