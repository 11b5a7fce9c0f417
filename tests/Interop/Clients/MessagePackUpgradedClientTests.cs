namespace SocketIO.Tests;

/// <summary>npm's socket.io-client with socket.io-msgpack-parser, over the WebSocket that it upgraded to.</summary>
public sealed class MessagePackUpgradedClientTests(NodeFixture node) : IClassFixture<NodeFixture>
{
    private const string Transport = "msgpack upgraded";

    public static IEnumerable<TheoryDataRow<string>> Cases => NodeCases.RowsOf(Transport);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes(string name) => node.Passes(Transport, name);
}
