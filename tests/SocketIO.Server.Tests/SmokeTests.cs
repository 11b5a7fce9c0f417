namespace SocketIO.Server.Tests;

public sealed class SmokeTests
{
    [Fact]
    public async Task Smoke()
    {
        await using var server = new ServerHarness();
        server.Io.On("echo", (ServerSocket s, string text) => s.EmitAsync("echoed", text));
        server.Io.On("ack", (string text) => text);
        server.Io.On("add", (int a, int b) => a + b);
        server.Io.On("void", () => { });
        var client = await server.ConnectAsync();
        await client.SendAsync("2[\"echo\",\"hi\"]", "20[\"ack\",\"x\"]", "21[\"add\",1,2]", "22[\"void\"]", "23[\"add\",\"no\",2]");
        Assert.Equal(["2[\"echoed\",\"hi\"]", "30[\"x\"]", "31[3]", "32[]"], client.Drain());
        Assert.Empty(server.Errors);
    }
}
