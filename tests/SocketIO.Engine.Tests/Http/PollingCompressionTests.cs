using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class PollingCompressionTests
{
    private static readonly HttpCompressionOptions Default = new();

    [Theory]
    [InlineData(1023, true, "http", null)]
    [InlineData(1024, true, "http", "gzip")]
    [InlineData(1024, false, "http", null)]
    [InlineData(100_000, true, "https", null)]
    [Trait("Spec", "EIO-008")]
    [Trait("Spec", "EIO-087")]
    [Trait("Hostile", "K7")]
    public void Size_packets_and_scheme_decide(long length, bool wanted, string scheme, string? expected)
        => Assert.Equal(expected, PollingCompression.Choose(Request("gzip, deflate", scheme), Default, length, wanted));

    [Fact]
    [Trait("Spec", "EIO-008")]
    [Trait("Hostile", "K7")]
    public void It_can_be_off_or_on_for_https_too()
    {
        Assert.Null(PollingCompression.Choose(Request("gzip"), options: null, 100_000, wanted: true));
        Assert.Equal("gzip", PollingCompression.Choose(Request("gzip", "https"), new() { EnableForHttps = true }, 100_000, wanted: true));
        Assert.Equal("gzip", PollingCompression.Choose(Request("gzip"), new() { Threshold = 0 }, 1, wanted: true));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("br", null)]
    [InlineData("*", "gzip")]
    [InlineData("deflate, gzip", "deflate")]
    [Trait("Spec", "EIO-087")]
    public void The_client_chooses(string accepted, string? expected)
        => Assert.Equal(expected, PollingCompression.Choose(Request(accepted), Default, 5000, wanted: true));

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [Trait("Spec", "EIO-087")]
    public async Task What_is_compressed_is_what_Node_reads(string encoding)
    {
        var body = Enumerable.Range(0, 100_000).Select(i => (byte)(i * i % 251)).ToArray();
        var output = new ArrayBufferWriter<byte>();

        PollingCompression.Compress(Split(body), encoding, CompressionLevel.Fastest, output);

        var read = await NodeScript.RunAsync<string>(
            """return require("zlib")[input.method](Buffer.from(input.data, "base64")).toString("base64");""",
            new { Method = encoding == "gzip" ? "gunzipSync" : "inflateSync", Data = Convert.ToBase64String(output.WrittenSpan) });

        Assert.Equal(Convert.ToBase64String(body), read);
        Assert.True(output.WrittenCount < body.Length);
    }

    private static ReadOnlySequence<byte> Split(byte[] body)
    {
        var first = new Segment(body.AsMemory(0, 1), 0);
        var last = first.Append(body.AsMemory(1, 70_000)).Append(body.AsMemory(70_001));
        return new(first, 0, last, last.Memory.Length);
    }

    private static HttpRequest Request(string accepted, string scheme = "http")
    {
        var context = new DefaultHttpContext { Request = { Scheme = scheme } };
        context.Request.Headers.AcceptEncoding = accepted;
        return context.Request;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
