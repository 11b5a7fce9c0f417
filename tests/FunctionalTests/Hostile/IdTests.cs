namespace SocketIO.FunctionalTests;

/// <summary>Ids are secrets: nobody may guess one from others.</summary>
public sealed class IdTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Fact]
    [Trait("Rule", "Ids_AreCsprng_NoSequenceLeak")]
    public async Task Ids_show_no_pattern()
    {
        const int Count = 2000;
        await using var server = await TestServer.StartAsync(o => o.MaxUnjoinedSessionsPerAddress = 10_000);
        using var http = await RawHttp.ConnectAsync(server.Target);
        var sids = new List<string>();
        var socketIds = new List<string>();

        for (var i = 0; i < Count; i++)
        {
            await http.SendRequestAsync("GET", server.Target.PollingUrl);
            var sid = (await http.ReadReplyAsync()).Text[9..29];
            var url = $"{server.Target.PollingUrl}&sid={sid}";
            await http.SendRequestAsync("POST", url, body: "40"u8.ToArray());
            await http.ReadReplyAsync("POST");
            await http.SendRequestAsync("GET", url);
            socketIds.Add(Peer.SidOf((await http.ReadReplyAsync()).Text));
            sids.Add(sid);
            await http.SendRequestAsync("POST", url, body: "1"u8.ToArray());
            await http.ReadReplyAsync("POST");
        }

        Assert.Equal(2 * Count, sids.Concat(socketIds).Distinct().Count());

        // The last six characters of a session's id name the server that issued it, which is no secret.
        Assert.Single(sids.Select(id => id[14..]).Distinct());
        AssertRandom([.. sids.Select(id => id[..14])], length: 14);
        AssertRandom(socketIds, length: 20);
    }

    /// <summary>Every bit is set about half the time, and about half the time unlike in the id before: no counter, no clock.</summary>
    private static void AssertRandom(List<string> ids, int length)
    {
        Assert.All(ids, id => Assert.Equal(length, id.Length));
        var bits = ids.Select(id => id.SelectMany(c => Bits(Alphabet.IndexOf(c, StringComparison.Ordinal))).ToArray()).ToArray();

        // Six standard deviations of a fair coin: one false alarm in hundreds of millions of bits.
        var slack = 6 * Math.Sqrt(ids.Count) / 2;

        for (var bit = 0; bit < bits[0].Length; bit++)
        {
            var set = bits.Count(b => b[bit]);
            Assert.True(Math.Abs(set - (ids.Count / 2.0)) < slack, $"bit {bit} is set in {set} of {ids.Count} ids");
            var changed = Enumerable.Range(1, ids.Count - 1).Count(i => bits[i][bit] != bits[i - 1][bit]);
            Assert.True(Math.Abs(changed - (ids.Count / 2.0)) < slack, $"bit {bit} changes {changed} times in {ids.Count} ids");
        }
    }

    private static IEnumerable<bool> Bits(int value)
    {
        Assert.InRange(value, 0, 63);
        return Enumerable.Range(0, 6).Select(bit => ((value >> bit) & 1) != 0);
    }
}
