namespace SocketIO.Tests;

/// <summary>The Java clients, as they were recorded: base64 with line feeds, attachments that come by another transport than their header, closes that nobody answers.</summary>
public sealed class JavaClientMatrixTests(ContractServer server)
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Cases => ClientFamilies.Java.Rows();

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Spec", "T-46")]
    [Trait("Spec", "T-48")]
    public Task Passes(string client, string transport, string name) => ClientFamilies.Java.Passes(client, transport, name, server);
}
