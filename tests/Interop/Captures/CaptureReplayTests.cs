namespace SocketIO.Tests;

/// <summary>Recorded conversations of clients that are not at hand here get the answers that they got.</summary>
public sealed class CaptureReplayTests(ContractServer server)
{
    [Theory]
    [InlineData("python-socketio", "python polling", 30)]
    [InlineData("python-socketio", "python websocket", 30)]
    [InlineData("python-socketio", "python upgrade", 30)]
    [Trait("Spec", "SRV-110")]
    public async Task The_server_answers_as_recorded(string client, string step, int packets)
    {
        var compared = await ReplayAsync(client, step, Profile.Captured, new PacketShape());
        Assert.True(compared >= packets, $"Only {compared} packets were compared.");
    }

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
