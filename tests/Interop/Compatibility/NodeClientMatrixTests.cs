namespace SocketIO.Tests;

/// <summary>npm's socket.io-client and engine.io-client, from the first version that speaks this protocol to the last.</summary>
public sealed class NodeClientMatrixTests(ContractServer server)
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Cases => ClientFamilies.Node.Rows();

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes(string client, string transport, string name) => ClientFamilies.Node.Passes(client, transport, name, server);
}
