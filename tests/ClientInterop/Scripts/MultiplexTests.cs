namespace SocketIO.ClientInterop;

/// <summary>How many connections several sockets make, as counted by the server.</summary>
public sealed class MultiplexTests(Kit kit)
{
    [Theory]
    [InlineData("/", "/admin", null)]
    [InlineData("/", "/", null)]
    [InlineData("/", "/admin", "forceNew")]
    [InlineData("/", "/admin", "multiplex")]
    [InlineData("/?n=1", "/?n=2", null)]
    [InlineData("/?n=1", "/admin?n=2", null)]
    [Trait("Spec", "CLI-004")]
    [Trait("Spec", "CLI-005")]
    [Trait("Spec", "TST-133")]
    public Task Two_sockets(string first, string second, string? option) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url + first);
        var options = Client.Over("websocket");

        if (option is not null)
        {
            options.With(option, option == "forceNew");
        }

        await play.ConnectedAsync("b", server.Url + second, options);
        play.Note($"{await server.ReportAsync("engines")} {await server.ReportAsync("connections")}");

        play.Disconnect("a");
        await play.DisconnectAsync("a");
        await play.AckAsync("b", "ack", "still here");
        play.Disconnect("b");
        await play.DisconnectAsync("b");
        await server.OpenAsync(0);
    });

    [Fact]
    [Trait("Spec", "CLI-039")]
    [Trait("Spec", "TST-135")]
    [Trait("Spec", "TST-139")]
    public Task The_connection_ends_with_its_last_socket_and_begins_again_with_the_next() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url);
        await play.ConnectedAsync("b", $"{server.Url}/admin");
        play.Disconnect("a");
        await play.DisconnectAsync("a");
        await play.StateAsync("b");
        play.Disconnect("b");
        await play.DisconnectAsync("b");
        await server.OpenAsync(0);
        await play.ConnectedAsync("c", $"{server.Url}/custom");
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.StateAsync("a");
        await play.StateAsync("b");
        await play.StateAsync("c");
        play.Note($"{await server.ReportAsync("engines")} {await server.ReportAsync("ends")}");
    });
}
