namespace SocketIO.ClientInterop;

/// <summary>How long it waits before each attempt. These run alone: a busy machine is late, though never early.</summary>
[Collection(nameof(Alone))]
public sealed class DelayTests(Kit kit)
{
    // A timer may be a little early by the clock of another process.
    private const int Early = 25;
    private const int Late = 150;

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

    /// <summary>
    /// Measures from each failure to the attempt that follows. A busy machine may be late to act, or to read the line that it measures from: of some runs one must be
    /// right throughout.
    /// </summary>
    private Task MeasureAsync(Client options, int[] least, int[] most) => kit.SameAsync(async play =>
    {
        var relay = play.Relay(0);
        play.Begin(Outage.Resets, relay);
        options.With("reconnectionAttempts", least.Length).With("forceNew", true);
        var measured = new List<string>();
        var isRight = false;

        for (var run = 0; run < 5 && !isRight; run++)
        {
            var waited = await DelaysAsync(play, $"s{run}", relay.Url, options, least.Length);
            isRight = waited.Select((wait, i) => wait >= least[i] - Early && wait <= most[i] + Late).All(static right => right);
            measured.Add(string.Join(" ", waited));
        }

        Assert.True(isRight, $"Never {string.Join(" ", least)} to {string.Join(" ", most)} ms, but {string.Join(", ", measured)}.");
        play.ForgetLines();
    });

    private static async Task<int[]> DelaysAsync(Play play, string socket, string url, Client options, int count)
    {
        play.Open(socket, url, options);
        await play.ExhaustedAsync(socket, count);
        var lines = play.Lines.All.Where(line => line.Socket == socket).ToArray();
        var failures = lines.Where(line => line.On == "connect_error");
        var attempts = lines.Where(line => line.On == "reconnect_attempt");
        return [.. failures.Zip(attempts, static (failure, attempt) => (int)(attempt.At - failure.At).TotalMilliseconds)];
    }
}
