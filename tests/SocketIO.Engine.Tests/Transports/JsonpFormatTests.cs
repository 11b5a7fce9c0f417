using System.Buffers;
using System.Text;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Engine.Tests;

public sealed class JsonpFormatTests
{
    [Theory]
    [Trait("Hostile", "B30")]
    [Trait("Hostile", "B31")]
    [InlineData("0", true)]
    [InlineData("123456789", true)]
    [InlineData("", false)]
    [InlineData("1234567890", false)]
    [InlineData("0];alert(1)//", false)]
    [InlineData("-1", false)]
    [InlineData(" 1", false)]
    [InlineData("\u0661", false)]
    public void Only_digits_may_stand_in_a_script(string index, bool expected) => Assert.Equal(expected, JsonpFormat.IsIndex(index));

    [Fact]
    [Trait("Spec", "V3-014")]
    public void A_response_is_a_call_with_the_payload()
    {
        var response = new JsonpFormat("7").Write(PollAnswer.Of(new EncodedPacket("42[\"a\"]"u8.ToArray()), EncodedPacket.Noop));

        Assert.Equal("""___eio[7]("7:42[\"a\"]1:6");""", Encoding.UTF8.GetString(response.Body.Span));
        Assert.True(response.IsScript);
    }

    [Fact]
    [Trait("Spec", "V3-014")]
    public void Binary_messages_are_base64_whatever_the_client_has_said()
    {
        var response = new JsonpFormat("0").Write(PollAnswer.Of(new EncodedPacket("451-[]"u8.ToArray(), [[1, 2, 3, 4]])));

        Assert.Equal("""___eio[0]("6:451-[]10:b4AQIDBA==");""", Encoding.UTF8.GetString(response.Body.Span));
    }

    [Theory]
    [Trait("Spec", "V3-014")]
    [Trait("Hostile", "B32")]
    [InlineData("plain € 😀", "plain € 😀")]
    [InlineData("a\u2028b\u2029c\u2030", "a\\u2028b\\u2029c\u2030")]
    [InlineData("</script><!--", "\\u003c/script\\u003e\\u003c!--")]
    [InlineData("&\"\\", "\\u0026\\\"\\\\")]
    [InlineData("\0\n\r\t\u001f\u007f", "\\u0000\\u000a\\u000d\\u0009\\u001f\\u007f")]
    public void Text_is_a_literal_wherever_it_stands(string text, string literal)
    {
        var output = new ArrayBufferWriter<byte>();
        ScriptText.WriteString(output, Encoding.UTF8.GetBytes(text));
        var written = Encoding.UTF8.GetString(output.WrittenSpan);

        Assert.Equal($"\"{literal}\"", written);
        Assert.Equal(text, JsonSerializer.Deserialize<string>(written));
    }
}
