using System.Threading.Channels;
using SocketIO.Client;
using SocketIO.Tests;

namespace SocketIO.Downlevel.Tests;

/// <summary>A server that is killed, and another that takes its place.</summary>
public sealed class ClientLossTests
{
    [Theory]
    [InlineData("polling", "transport error")]
    [InlineData("websocket", "transport close")]
    public async Task A_client_reconnects_when_the_server_is_there_again(string transport, string reason)
    {
        var server = await ServerProcess.StartAsync(Target.Command);
        var lines = Channel.CreateUnbounded<string>();

        await using var client = new SocketIOClient($"http://127.0.0.1:{server.Port}", options =>
        {
            options.Transports = [transport];
            options.ForceNew = true;
            options.ReconnectionDelay = TimeSpan.FromMilliseconds(50);
            options.ReconnectionDelayMax = TimeSpan.FromMilliseconds(200);
        });

        client.OnConnect(() => { lines.Writer.TryWrite("connect"); });
        client.OnDisconnect((why, _) => { lines.Writer.TryWrite(why); });
        client.Connection.OnReconnectError(_ => lines.Writer.TryWrite("reconnect_error"));
        client.Connect();

        await ExpectAsync(lines, "connect");
        await server.KillAsync();
        await ExpectAsync(lines, reason);
        await ExpectAsync(lines, "reconnect_error");

        await using var next = await ServerProcess.StartAtAsync(server.Port, Target.Command);
        await ExpectAsync(lines, "connect");
        Assert.Equal("late", await client.EmitWithAckAsync<string>("ack-late", 1));
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    private static async Task ExpectAsync(Channel<string> lines, string line)
    {
        while (true)
        {
            var next = await Wait.For(line, lines.Reader.ReadAsync().AsTask());

            if (next == line)
            {
                return;
            }

            // Attempts fail for as long as nobody is there.
            Assert.Equal("reconnect_error", next);
        }
    }
}
