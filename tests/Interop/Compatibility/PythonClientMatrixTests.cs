namespace SocketIO.Tests;

/// <summary>Debian's python3-socketio.</summary>
public sealed class PythonClientMatrixTests(ContractServer server)
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Cases => ClientFamilies.Python.Rows();

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes(string client, string transport, string name) => ClientFamilies.Python.Passes(client, transport, name, server);
}
