namespace SocketIO.Tests;

/// <summary>npm's socket.io-client over long-polling alone.</summary>
public sealed class PollingClientTests(NodeFixture node) : IClassFixture<NodeFixture>
{
    private const string Transport = "polling";

    public static IEnumerable<TheoryDataRow<string>> Cases => NodeCases.RowsOf(Transport);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes(string name) => node.Passes(Transport, name);
}
