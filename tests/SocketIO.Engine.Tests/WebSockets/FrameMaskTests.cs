using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Tests;

public sealed class FrameMaskTests
{
    [Fact]
    public void Every_length_and_alignment_agrees_with_the_definition()
    {
        var random = new Random(1);
        byte[] key = [0x12, 0xFE, 0x00, 0xA7];

        for (var length = 0; length < 300; length++)
        {
            for (var start = 0; start < 9; start++)
            {
                var source = new byte[start + length];
                random.NextBytes(source);
                var destination = new byte[start + length + 3];
                var turned = FrameMask.Apply(source.AsSpan(start), destination.AsSpan(start), FrameMask.ReadKey(key));

                for (var i = 0; i < length; i++)
                {
                    Assert.Equal((byte)(source[start + i] ^ key[i & 3]), destination[start + i]);
                }

                Assert.Equal(FrameMask.ReadKey([key[length & 3], key[(length + 1) & 3], key[(length + 2) & 3], key[(length + 3) & 3]]), turned);
                Assert.Equal(new byte[3], destination[^3..]);
            }
        }
    }

    [Fact]
    public void In_place_is_the_same()
    {
        byte[] bytes = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];
        var apart = new byte[200];
        FrameMask.Apply(bytes, apart, 0xDEADBEEF);
        FrameMask.Apply(bytes, bytes, 0xDEADBEEF);
        Assert.Equal(apart, bytes);
    }

    [Fact]
    public void A_destination_that_is_too_short_is_the_callers_mistake()
        => Assert.Throws<ArgumentException>(() => FrameMask.Apply(new byte[2], new byte[1], 1));
}
