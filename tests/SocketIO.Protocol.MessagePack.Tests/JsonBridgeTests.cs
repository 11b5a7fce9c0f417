using System.Text;

namespace SocketIO.Protocol.MessagePack.Tests;

/// <summary>What servers of a cluster tell each other, which is another dialect than that of clients.</summary>
public sealed class JsonBridgeTests
{
    [Theory]
    [InlineData("Date epoch", "1970-01-01T00:00:00.000Z")]
    [InlineData("Date with ms", "2020-02-02T03:04:05.678Z")]
    [InlineData("Date 2^32 s", "2106-02-07T06:28:16.000Z")]
    [InlineData("Date 2^34 s", "2514-05-30T01:53:04.000Z")]
    [InlineData("Date before 1970", "1969-12-31T23:59:59.999Z")]
    public void Dates_are_timestamps_of_the_standard(string label, string text)
    {
        var line = Golden.Dialects.Single(line => (string?)line["label"] == label);
        Assert.Equal((string?)line["msgpack"], (string?)line["notepack3"]);

        Assert.True(JsonBridge.TryToJson(Convert.FromHexString((string)line["notepack3"]!), out var json, out var attachments));
        Assert.Equal($"\r\"{text}\"", Encoding.UTF8.GetString(json));
        Assert.Empty(attachments);
        Assert.Equal((string?)line["notepack3"], Convert.ToHexStringLower(JsonBridge.ToMessagePack(json, [])));
    }

    [Theory]
    [InlineData("\rnull", "c0")]
    [InlineData("\r{\"_placeholder\":true,\"num\":0}", "c4020102")]
    public void What_JavaScript_alone_knows_is_plain(string json, string hex)
        => Assert.Equal(hex, Convert.ToHexStringLower(JsonBridge.ToMessagePack(Encoding.UTF8.GetBytes(json), [new byte[] { 1, 2 }])));

    [Theory]
    [InlineData("d5ff0102")]
    [InlineData("c70cff000000007fffffffffffffff")]
    [InlineData("c70cff00000000ffffff0000000000")]
    public void What_is_no_date_stays_an_extension(string hex)
    {
        Assert.True(JsonBridge.TryToJson(Convert.FromHexString(hex), out var json, out var attachments));
        Assert.Equal("\r[-1,{\"_placeholder\":true,\"num\":0}]", Encoding.UTF8.GetString(json));
        Assert.Equal(hex, Convert.ToHexStringLower(JsonBridge.ToMessagePack(json, attachments)));
    }
}
