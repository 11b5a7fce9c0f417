namespace SocketIO.Tests;

/// <summary>NuGet's SocketIOClient, speaking either revision.</summary>
public sealed class DotNetClientMatrixTests(ContractServer server)
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Cases => ClientFamilies.DotNet.Rows();

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes(string client, string transport, string name) => ClientFamilies.DotNet.Passes(client, transport, name, server);
}
