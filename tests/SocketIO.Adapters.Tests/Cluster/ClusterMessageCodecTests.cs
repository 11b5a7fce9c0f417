using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Adapters.Tests;

/// <summary>Messages between servers: what is none is refused, whatever it is.</summary>
public sealed class ClusterMessageCodecTests
{
    private const string Opts = """{"rooms":["r",42],"except":["e"],"flags":{"volatile":true,"compress":false,"timeout":700}}""";

    [Fact]
    [Trait("Spec", "ADP-015")]
    [Trait("Spec", "ADP-016")]
    [Trait("Spec", "ADP-017")]
    public void A_broadcast_is_read_and_written()
    {
        var message = Read($$$"""{"type":3,"data":{"packet":{"type":2,"data":["hi",1]},"requestId":"q","opts":{{{Opts}}}},"uid":"u","nsp":"/chat"}""");
        Assert.Equal((ClusterMessageType.Broadcast, "u", "/chat", "q"), (message.Type, message.Uid, message.Namespace, message.RequestId));
        Assert.Equal(["r", "42"], message.Target!.Rooms.ToArray());
        Assert.Equal(["e"], message.Target.Except.ToArray());
        Assert.Equal(BroadcastFlags.Volatile | BroadcastFlags.NoCompress, message.Target.Flags);
        Assert.Equal(TimeSpan.FromMilliseconds(700), message.Timeout);
        Assert.Equal("[\"hi\",1]", Encoding.UTF8.GetString(message.Payload!.Json.Span));

        var written = Encoding.UTF8.GetString(ClusterMessageCodec.Write(message, JsonArgumentSerializer.Default).Json.Span);
        Assert.Equal(
            """{"type":3,"data":{"packet":{"type":2,"data":["hi",1]},"requestId":"q","opts":{"rooms":["r","42"],"except":["e"],"flags":{"volatile":true,"compress":false,"timeout":700}}},"uid":"u","nsp":"/chat"}""",
            written);
    }

    [Theory]
    [Trait("Hostile", "L10")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"type\":3}")]
    [InlineData("{\"type\":3,\"uid\":\"u\",\"data\":{}}")]
    [InlineData("{\"type\":3,\"uid\":\"u\",\"data\":{\"packet\":{\"data\":{}},\"opts\":{}}}")]
    [InlineData("{\"type\":3,\"uid\":\"u\",\"data\":{\"packet\":{\"data\":[]},\"opts\":{}}}")]
    [InlineData("{\"type\":3,\"uid\":\"u\",\"data\":{\"packet\":{\"data\":[{}]},\"opts\":{}}}")]
    [InlineData("{\"type\":3,\"uid\":\"u\",\"data\":{\"packet\":{\"data\":[\"x\"]},\"opts\":7}}")]
    [InlineData("{\"type\":4,\"uid\":\"u\",\"data\":{\"opts\":{}}}")]
    [InlineData("{\"type\":7,\"uid\":\"u\",\"data\":{\"opts\":{}}}")]
    [InlineData("{\"type\":8,\"uid\":\"u\",\"data\":{\"requestId\":\"q\"}}")]
    [InlineData("{\"type\":11,\"uid\":\"u\",\"data\":{\"requestId\":\"q\",\"clientCount\":-1}}")]
    [InlineData("{\"type\":14,\"uid\":\"u\"}")]
    [InlineData("{\"type\":1e99,\"uid\":\"u\"}")]
    [InlineData("{\"type\":2,\"uid\":\"u\"} trailing")]
    [InlineData("{\"type\":2,\"uid\":\"\\ud800\"}")]
    [InlineData("{\"type\":100,\"uid\":\"u\",\"data\":{\"packet\":1}}")]
    public void What_is_no_message_is_refused(string json)
        => Assert.False(ClusterMessageCodec.TryRead(new ClusterText(Encoding.UTF8.GetBytes(json), []), JsonArgumentSerializer.Default, out _));

    [Fact]
    [Trait("Hostile", "L10")]
    public void Invalid_text_and_depth_are_refused()
    {
        byte[] broken = [.. "{\"type\":2,\"uid\":\"u\",\"nsp\":\"/"u8, 0xff, .. "\"}"u8];
        Assert.False(ClusterMessageCodec.TryRead(new ClusterText(broken, []), JsonArgumentSerializer.Default, out _));
        var deep = $$$"""{"type":9,"uid":"u","data":{"packet":["x",{{{new string('[', 5_000)}}}{{{new string(']', 5_000)}}}]}}""";
        Assert.False(ClusterMessageCodec.TryRead(new ClusterText(Encoding.UTF8.GetBytes(deep), []), JsonArgumentSerializer.Default, out _));
    }

    [Fact]
    [Trait("Hostile", "L10")]
    public void Mutations_of_messages_never_throw()
    {
        var random = new Random(11);

        var seeds = new[]
        {
            $$$"""{"type":3,"data":{"packet":{"type":2,"data":["hi",1,{"_placeholder":true,"num":0}]},"requestId":"q","opts":{{{Opts}}}},"uid":"u","nsp":"/"}""",
            """{"type":8,"data":{"requestId":"q","sockets":[{"id":"s","handshake":{"headers":{"a":"b"},"time":"t","issued":1,"query":{},"auth":{}},"rooms":["r"],"data":{"x":1}}]},"uid":"u","nsp":"/"}""",
            $$$"""{"type":4,"data":{"opts":{{{Opts}}},"rooms":["j"]},"uid":"u","nsp":"/"}""",
        }.Select(Encoding.UTF8.GetBytes).ToArray();

        var read = 0;

        for (var i = 0; i < 50_000; i++)
        {
            var bytes = seeds[random.Next(seeds.Length)].ToArray();

            for (var flips = random.Next(1, 5); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (ClusterMessageCodec.TryRead(new ClusterText(bytes.AsMemory(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length)), [new byte[] { 1 }]), JsonArgumentSerializer.Default, out var message))
            {
                read++;
                _ = message!.Payload?.ToPacket("/");
            }
        }

        Assert.InRange(read, 1, 49_999);
    }

    private static ClusterMessage Read(string json)
    {
        Assert.True(ClusterMessageCodec.TryRead(new ClusterText(Encoding.UTF8.GetBytes(json), []), JsonArgumentSerializer.Default, out var message));
        return message!;
    }
}
