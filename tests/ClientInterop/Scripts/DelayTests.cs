namespace SocketIO.ClientInterop;

/// <summary>How long it waits before each attempt. These run alone: a busy machine is late, though never early.</summary>
[Collection(nameof(Alone))]
public sealed class DelayTests(Kit kit)
{
    // A timer may be a little early by the clock of another process.
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(250);

    [Theory]
    [InlineData(400, 1000, 400, 800, 1000)]
    [InlineData(0, 500, 500, 500, 500)]
    [InlineData(600, 300, 300, 300, 300)]
    [Trait("Spec", "CLI-024")]
    [Trait("Spec", "CLI-025")]
    [Trait("Spec", "TST-136")]
    [Trait("Hostile", "M18")]
    public Task Delays_double_up_to_the_highest(int delay, int max, params int[] expected)
        => MeasureAsync(Client.Over("websocket").With("reconnectionDelay", delay).With("reconnectionDelayMax", max), expected, expected);

    [Fact]
    [Trait("Spec", "CLI-025")]
    [Trait("Spec", "CLI-026")]
    [Trait("Hostile", "M18")]
    public Task Chance_moves_them_by_half()
        => MeasureAsync(Client.Over("websocket").With("reconnectionDelay", 300).With("reconnectionDelayMax", 700).With("randomizationFactor", 0.5), [150, 300, 600], [450, 700, 700]);

    /// <summary>Measures from each failure to the attempt that follows. None may ever be early; late each may be when the machine is busy, but not every time.</summary>
    private Task MeasureAsync(Client options, int[] least, int[] most) => kit.SameAsync(async play =>
    {
        var relay = play.Relay(0);
        play.Begin(Outage.Resets, relay);
        options.With("reconnectionAttempts", least.Length).With("forceNew", true);
        var lateness = Enumerable.Repeat(TimeSpan.MaxValue, least.Length).ToArray();

        for (var run = 0; run < 4 && lateness.Max() > Late; run++)
        {
            var waited = await DelaysAsync(play, $"s{run}", relay.Url, options, least.Length);

            for (var i = 0; i < least.Length; i++)
            {
                Assert.True(waited[i] >= TimeSpan.FromMilliseconds(least[i]) - Early, $"Attempt {i + 1} came after {waited[i].TotalMilliseconds} ms, not after {least[i]}.");
                lateness[i] = new[] { lateness[i], waited[i] - TimeSpan.FromMilliseconds(most[i]) }.Min();
            }
        }

        Assert.True(lateness.Max() <= Late, $"Attempts came late each time, at best by {string.Join(", ", lateness.Select(late => late.TotalMilliseconds))} ms.");
        play.ForgetLines();
    });

    private static async Task<TimeSpan[]> DelaysAsync(Play play, string socket, string url, Client options, int count)
    {
        play.Open(socket, url, options);
        await play.ExhaustedAsync(socket, count);
        var lines = play.Lines.All.Where(line => line.Socket == socket).ToArray();
        var failures = lines.Where(line => line.On == "connect_error");
        var attempts = lines.Where(line => line.On == "reconnect_attempt");
        return [.. failures.Zip(attempts, static (failure, attempt) => attempt.At - failure.At)];
    }
}
