namespace SocketIO.Client.Tests;

/// <summary>How long to wait before each attempt.</summary>
public sealed class BackoffTests
{
    private static Backoff Make(double random, double jitter = 0.5) => new(() => random) { Min = TimeSpan.FromSeconds(1), Max = TimeSpan.FromSeconds(5), Jitter = jitter };

    [Fact]
    [Trait("Spec", "CLI-025")]
    public void The_delay_doubles_up_to_the_limit()
    {
        var backoff = Make(0, jitter: 0);
        Assert.Equal([1000, 2000, 4000, 5000, 5000], Enumerable.Range(0, 5).Select(_ => backoff.Next().TotalMilliseconds));
        Assert.Equal(5, backoff.Attempts);
    }

    // floor(10 r) even: less, odd: more. The deviation is floor(r * 0.5 * ms).
    [Theory]
    [Trait("Spec", "CLI-025")]
    [InlineData(0, 1000, 2000, 4000, 5000)]
    [InlineData(0.89, 555, 1110, 2220, 4440)]
    [InlineData(0.999, 1499, 2999, 5000, 5000)]
    [InlineData(0.1, 1050, 2100, 4200, 5000)]
    [InlineData(0.25, 875, 1750, 3500, 5000)]
    [InlineData(0.5, 1250, 2500, 5000, 5000)]
    public void One_random_number_decides_direction_and_deviation(double random, double first, double second, double third, double fourth)
    {
        var backoff = Make(random);
        Assert.Equal([first, second, third, fourth], Enumerable.Range(0, 4).Select(_ => backoff.Next().TotalMilliseconds));
    }

    [Fact]
    [Trait("Spec", "CLI-026")]
    [Trait("Hostile", "M18")]
    public void The_ranges_are_those_of_the_reference()
    {
        var random = new Random(1);
        var ranges = new (double Low, double High)[] { (550, 1500), (1100, 3000), (2200, 5000), (4400, 5000), (5000, 5000) };
        var seen = ranges.Select(_ => (Low: double.MaxValue, High: 0.0)).ToArray();

        for (var run = 0; run < 5000; run++)
        {
            var backoff = new Backoff(random.NextDouble) { Min = TimeSpan.FromSeconds(1), Max = TimeSpan.FromSeconds(5), Jitter = 0.5 };

            for (var attempt = 0; attempt < ranges.Length; attempt++)
            {
                var delay = backoff.Next().TotalMilliseconds;
                Assert.InRange(delay, ranges[attempt].Low, ranges[attempt].High);
                seen[attempt] = (Math.Min(seen[attempt].Low, delay), Math.Max(seen[attempt].High, delay));
            }
        }

        // The ranges are used to their ends.
        Assert.All(ranges.Zip(seen), pair => Assert.True(pair.Second.Low < pair.First.Low + 20 && pair.Second.High > pair.First.High - 20, $"{pair.First} was {pair.Second}"));
    }

    [Fact]
    [Trait("Spec", "CLI-025")]
    public void The_limit_is_applied_after_the_jitter() => Assert.Equal(5000, Enumerable.Range(0, 10).Select(_ => Make(0.999)).Select(b => (b.Next(), b.Next(), b.Next()).Item3.TotalMilliseconds).Max());

    [Fact]
    [Trait("Spec", "CLI-025")]
    public void Thousands_of_attempts_stay_at_the_limit()
    {
        var backoff = Make(0.3);

        for (var attempt = 0; attempt < 5000; attempt++)
        {
            Assert.InRange(backoff.Next().TotalMilliseconds, 1, 5000);
        }

        Assert.Equal(5000, backoff.Next().TotalMilliseconds);
    }

    [Fact]
    [Trait("Spec", "CLI-027")]
    public void It_begins_again_after_a_reset()
    {
        var backoff = Make(0, jitter: 0);
        backoff.Next();
        backoff.Next();
        backoff.Reset();
        Assert.Equal((0, 1000), (backoff.Attempts, backoff.Next().TotalMilliseconds));
    }

    [Fact]
    [Trait("Spec", "CLI-024")]
    public void Zero_means_the_default_but_for_the_jitter()
    {
        var backoff = new Backoff(() => 0.99) { Min = TimeSpan.Zero, Max = TimeSpan.Zero, Jitter = 0 };
        Assert.Equal((1000, 5000, 0.0), (backoff.Min.TotalMilliseconds, backoff.Max.TotalMilliseconds, backoff.Jitter));
        Assert.Equal(1000, backoff.Next().TotalMilliseconds);
    }

    [Theory]
    [Trait("Spec", "CLI-024")]
    [InlineData(-0.1, 0)]
    [InlineData(1.1, 0)]
    [InlineData(double.PositiveInfinity, 0)]
    [InlineData(1, 1)]
    [InlineData(0.01, 0.01)]
    public void Jitter_that_makes_no_sense_is_none(double value, double jitter) => Assert.Equal(jitter, new Backoff(() => 0) { Jitter = value }.Jitter);
}
