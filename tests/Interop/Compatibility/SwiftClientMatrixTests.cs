namespace SocketIO.Tests;

/// <summary>The Swift client: version 15, which says nothing about its revision unless it is told to, and version 16.</summary>
public sealed class SwiftClientMatrixTests(ContractServer server)
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Cases => ClientFamilies.Swift.Rows();

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Spec", "T-50")]
    [Trait("Spec", "T-51")]
    [Trait("Spec", "T-53")]
    public Task Passes(string client, string transport, string name) => ClientFamilies.Swift.Passes(client, transport, name, server);
}
