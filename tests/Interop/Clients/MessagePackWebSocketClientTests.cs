namespace SocketIO.Tests;

/// <summary>npm's socket.io-client with socket.io-msgpack-parser, over WebSocket alone.</summary>
public sealed class MessagePackWebSocketClientTests(NodeFixture node) : IClassFixture<NodeFixture>
{
    private const string Transport = "msgpack websocket";

    public static IEnumerable<TheoryDataRow<string>> Cases => NodeCases.RowsOf(Transport);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes(string name) => node.Passes(Transport, name);
}
