namespace SocketIO.Tests;

/// <summary>Recorded conversations of clients that are not at hand here get the answers that they got.</summary>
public sealed class CaptureReplayTests(ContractServer server)
{
    [Theory]
    [InlineData("python-socketio", "python polling", 30)]
    [InlineData("python-socketio", "python websocket", 30)]
    [InlineData("python-socketio", "python upgrade", 30)]
    [InlineData("npm-4.8.4", "polling only", 30)]
    [InlineData("npm-4.8.4", "polling only, forceBase64", 30)]
    [InlineData("npm-4.8.4", "websocket only", 30)]
    [InlineData("npm-4.8.4", "polling then upgrade to websocket", 30)]
    [InlineData("dotnet-eio4", "SocketIOClient EIO 4 polling", 30)]
    [InlineData("dotnet-eio4", "SocketIOClient EIO 4 websocket", 30)]
    [InlineData("dotnet-eio4", "SocketIOClient EIO 4 upgrade", 30)]
    [Trait("Spec", "SRV-110")]
    public async Task The_server_answers_as_recorded(string client, string step, int packets)
    {
        var compared = await ReplayAsync(client, step, Profile.Captured, new PacketShape());
        Assert.True(compared >= packets, $"Only {compared} packets were compared.");
    }

    [Theory]
    [InlineData("npm-2.5.0", "polling only", 30)]
    [InlineData("npm-2.5.0", "polling only, forceBase64", 30)]
    [InlineData("npm-2.5.0", "websocket only", 30)]
    [InlineData("npm-2.5.0", "websocket only, forceBase64", 30)]
    [InlineData("npm-2.5.0", "polling then upgrade to websocket", 30)]
    [InlineData("npm-jsonp", "JSONP forced, socket.io-client 2.5.0", 30)]
    [InlineData("npm-jsonp", "JSONP forced, socket.io-client 2.0.4", 30)]
    [InlineData("xhr2-binary-polling", "binary polling", 10)]
    [InlineData("dotnet-eio3", "SocketIOClient EIO 3 polling", 30)]
    [InlineData("dotnet-eio3", "SocketIOClient EIO 3 websocket", 30)]
    [InlineData("dotnet-eio3", "SocketIOClient EIO 3 upgrade", 30)]
    [Trait("Spec", "T-28")]
    [Trait("Spec", "V3-005")]
    [Trait("Spec", "V3-008")]
    [Trait("Spec", "V3-014")]
    [Trait("Spec", "V3-028")]
    public Task Clients_of_revision_3_are_answered_as_recorded(string client, string step, int packets) => The_server_answers_as_recorded(client, step, packets);

    [Theory]
    [InlineData("websocket", 26)]
    [InlineData("polling", 26)]
    [Trait("Spec", "PAR-019")]
    [Trait("Spec", "PAR-020")]
    [Trait("Spec", "PAR-022")]
    public async Task With_the_MessagePack_parser_it_answers_byte_for_byte(string step, int packets)
    {
        var compared = await ReplayAsync("msgpack", step, Profile.CapturedMessagePack, new MessagePackShape());
        Assert.True(compared >= packets, $"Only {compared} packets were compared.");
    }

    private async Task<int> ReplayAsync(string client, string step, Profile profile, IPacketShape shape)
    {
        await using var replay = new CaptureReplay([.. CaptureEntry.Read(client).Where(entry => entry.Step == step)], _ => server.Url(profile), shape);
        return await replay.RunAsync();
    }
}
