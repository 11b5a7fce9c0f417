namespace SocketIO.ClientInterop;

/// <summary>The path of the requests, and the path of the address, which is a namespace.</summary>
public sealed class PathTests(Kit kit)
{
    [Theory]
    [InlineData("/my-custom-path/", "polling")]
    [InlineData("/my-custom-path", "websocket")]
    [Trait("Spec", "CLI-008")]
    [Trait("Spec", "T-60")]
    [Trait("Spec", "T-61")]
    [Trait("Spec", "T-62")]
    [Trait("Spec", "T-63")]
    public Task The_path_is_an_option(string path, string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { path = "/my-custom-path/" });
        await play.ConnectedAsync("a", server.Url, Client.Over(transport).With("path", path));
        await play.ConnectedAsync("b", $"{server.Url}/admin", Client.Over(transport).With("path", path));
        play.Note(string.Join(" ", (await server.ReportAsync("requests")).EnumerateArray().Select(request => request.GetProperty("path").GetString()).Distinct()));
        play.Note((await server.ReportAsync("engines")).GetRawText());
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "T-64")]
    public Task On_another_path_there_is_nothing(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { path = "/my-custom-path/" });
        play.Open("a", server.Url, Client.Over(transport).With("reconnection", false));
        await play.ConnectErrorAsync("a");
        await play.StateAsync("a");
    });

    [Fact]
    [Trait("Spec", "T-65")]
    [Trait("Spec", "CLI-002")]
    public Task The_path_of_the_address_is_a_namespace() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        play.Open("a", $"{server.Url}/my-custom-path/");
        await play.ConnectErrorAsync("a", "Invalid namespace");
        await play.StateAsync("a");
        play.Note(string.Join(" ", (await server.ReportAsync("requests")).EnumerateArray().Select(request => request.GetProperty("path").GetString()).Distinct()));
    });
}
