namespace SocketIO.Tests;

/// <summary>npm's socket.io-client in the middle of its upgrade, from the moment polling has connected.</summary>
public sealed class UpgradingClientTests(NodeFixture node) : IClassFixture<NodeFixture>
{
    private const string Transport = "upgrading";

    public static IEnumerable<TheoryDataRow<string>> Cases => NodeCases.RowsOf(Transport);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes(string name) => node.Passes(Transport, name);
}
