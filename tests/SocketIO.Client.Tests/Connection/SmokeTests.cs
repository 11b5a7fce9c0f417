using SocketIO.Tests;

namespace SocketIO.Client.Tests;

public sealed class SmokeTests
{
    [Fact]
    public async Task It_connects_by_WebSocket()
    {
        await using var bed = new Bed();
        var client = bed.Watched();
        var peer = await bed.ConnectAsync(client);
        await peer.SendAsync("""42["hello","world",1]""");
        await bed.Seen.ExpectAsync("connect", """hello("world",1)""");
        await client.EmitAsync("x", 1);
        await peer.ExpectAsync("""42["x",1]""");
    }

    [Fact]
    public async Task It_connects_by_polling()
    {
        await using var bed = new Bed();
        var client = bed.Polling();
        bed.Seen.Watch(client);
        await bed.ConnectByPollingAsync(client);
        await bed.Server.AnswerPollAsync("""42["hello"]""");
        await bed.Seen.ExpectAsync("connect", "hello()");
        await bed.Server.PollAsync();
    }
}
