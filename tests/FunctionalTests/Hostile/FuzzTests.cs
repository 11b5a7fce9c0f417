using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>Valid traffic with a few bytes changed: whatever comes of it, it is an answer or an end, and nothing is left.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Packets =
    [
        "40", "40/slow,", "40/dyn-1,{\"token\":\"x\"}", "41", "42[\"a\",1,{\"b\":[null,true,\"\\u00e9\"]}]", "4217[\"alive\"]", "430[1]",
        "451-[\"a\",{\"_placeholder\":true,\"num\":0}]", "461-3[{\"_placeholder\":true,\"num\":0}]", "3", "6",
    ];

    [Theory]
    [Trait("Rule", "Frame_FuzzWithWatchdog")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Mutated_websocket_streams_are_answered_or_ended(int seed)
    {
        await using var server = await TestServer.StartAsync();
        var random = new Random(seed);

        for (var i = 0; i < 100; i++)
        {
            using var session = await WebSocketSession.OpenAsync(server.Target);
            var stream = WsFrame.Join(Frames(random));
            Mutate(stream, random);

            await session.Socket.Connection.TrySendAsync(stream);
            session.Socket.Connection.FinishSending();
            await session.Socket.Connection.ReadToEndAsync($"the end of stream {i} of seed {seed}: {Convert.ToHexString(stream)}");
        }

        server.LetSlowJoinsIn();
        await Wait.Until("all sessions are gone", () => server.Io.Engine.ClientsCount == 0, () => server.Io.Engine.ClientsCount);
        server.Log.TakeErrors("ArgumentBindingException");
    }

    [Theory]
    [Trait("Rule", "Frame_FuzzWithWatchdog")]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Mutated_payloads_are_answered(int seed)
    {
        await using var server = await TestServer.StartAsync(o => o.MaxUnjoinedSessionsPerAddress = 10_000);
        var random = new Random(seed);

        for (var i = 0; i < 150; i++)
        {
            using var session = await PollingSession.OpenAsync(server.Target);
            var body = Wire.Utf8(Wire.Payload(Enumerable.Range(0, random.Next(1, 8)).Select(_ => Packets[random.Next(Packets.Length)]).Append("bAQID")));
            Mutate(body, random);

            var reply = await session.PostAsync(body);
            Assert.True(reply.Status == 200, $"payload {i} of seed {seed} was answered {reply}: {Convert.ToHexString(body)}");
        }

        server.LetSlowJoinsIn();
        server.Log.TakeErrors("ArgumentBindingException");
    }

    private static IEnumerable<WsFrame> Frames(Random random)
    {
        for (var count = random.Next(1, 10); count > 0; count--)
        {
            var packet = Packets[random.Next(Packets.Length)];
            yield return WsFrame.OfText(packet);

            if (packet.Contains("_placeholder", StringComparison.Ordinal))
            {
                yield return WsFrame.OfBinary(1, 2, 3);
            }

            if (random.Next(8) == 0)
            {
                yield return new WsFrame(WsOpcode.Ping, new byte[random.Next(10)]);
            }
        }
    }

    private static void Mutate(byte[] bytes, Random random)
    {
        for (var changes = random.Next(0, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Length);
            bytes[at] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(bytes[at] ^ (1 << random.Next(8)));
        }
    }
}
