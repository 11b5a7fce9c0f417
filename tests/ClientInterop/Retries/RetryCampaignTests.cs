namespace SocketIO.ClientInterop;

/// <summary>The campaign with 50,000 emits; RETRY_EMITS makes it longer: see bench/retries.sh.</summary>
public sealed class RetryCampaignTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("websocket", 40_000)]
    [InlineData("polling", 10_000)]
    [Trait("Spec", "CLI-069")]
    [Trait("Spec", "CLI-070")]
    [Trait("Spec", "CLI-071")]
    public async Task No_emit_ends_unknown_and_none_out_of_order_while_server_and_connections_are_killed(string transport, int emits)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("RETRY_EMITS"), out var wanted))
        {
            emits = transport == "websocket" ? wanted : wanted / 10;
        }

        var seed = Random.Shared.Next();
        var campaign = new RetryCampaign(emits, seed);
        var started = TimeProvider.System.GetTimestamp();
        await campaign.RunAsync(transport, done => Report(transport, done, emits));
        Tell(
            $"\r{transport}, seed {seed}: {emits} emits in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s, {campaign.Kills} kills of the server, {campaign.Cuts} cuts, " +
            $"{campaign.Duplicates} sent again after they had arrived, {campaign.Failed} given up, {campaign.Faults.Count} faults.");
        Assert.Empty(campaign.Faults);
        Assert.True(campaign.Kills + campaign.Cuts > 0, "Nothing was broken.");
    }

    private void Tell(string summary)
    {
        output.WriteLine(summary);

        if (Environment.GetEnvironmentVariable("RETRY_EMITS") is not null)
        {
            Console.Error.WriteLine(summary);
        }
    }

    private static void Report(string transport, int done, int emits)
    {
        if (Environment.GetEnvironmentVariable("RETRY_EMITS") is not null)
        {
            Console.Error.Write($"\r{transport}: {done} of {emits} ");
        }
    }
}
