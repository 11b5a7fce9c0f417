namespace SocketIO.Tests;

/// <summary>npm's socket.io-client on the WebSocket that it upgraded to.</summary>
public sealed class UpgradedClientTests(NodeFixture node) : IClassFixture<NodeFixture>
{
    private const string Transport = "upgraded";

    public static IEnumerable<TheoryDataRow<string>> Cases => NodeCases.RowsOf(Transport);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes(string name) => node.Passes(Transport, name);
}
