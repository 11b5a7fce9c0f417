using System.Text;

namespace SocketIO.Adapters.Tests;

public sealed class OffsetTextTests
{
    [Theory]
    [Trait("Spec", "SRV-106")]
    [InlineData(0, "0")]
    [InlineData(63, "_")]
    [InlineData(64, "10")]
    [InlineData(1_766_000_000_000, "PijpNm0")]
    public void It_is_base_64_with_the_first_digit_first(long position, string expected)
    {
        Assert.Equal($"\"{expected}\"", Json(position));
        Assert.True(OffsetText.TryParse(expected, out var parsed));
        Assert.Equal(position, parsed);
    }

    [Fact]
    public void Every_position_comes_back()
    {
        for (var shift = 0; shift < 60; shift++)
        {
            var position = (1L << shift) - 1;
            Assert.True(OffsetText.TryParse(Json(position).Trim('"'), out var parsed));
            Assert.Equal(position, parsed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("volatile!")]
    [InlineData("Q80iig2.0")]
    [InlineData("00000000000")]
    [InlineData("é")]
    [InlineData(" 1")]
    public void Anything_else_is_none(string text) => Assert.False(OffsetText.TryParse(text, out _));

    private static string Json(long position)
    {
        Span<byte> text = stackalloc byte[16];
        return Encoding.ASCII.GetString(text[..OffsetText.WriteJson(text, position)]);
    }
}
