namespace SocketIO.Tests;

/// <summary>npm's socket.io-client with socket.io-msgpack-parser, over long-polling alone.</summary>
public sealed class MessagePackPollingClientTests(NodeFixture node) : IClassFixture<NodeFixture>
{
    private const string Transport = "msgpack polling";

    public static IEnumerable<TheoryDataRow<string>> Cases => NodeCases.RowsOf(Transport);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes(string name) => node.Passes(Transport, name);
}
