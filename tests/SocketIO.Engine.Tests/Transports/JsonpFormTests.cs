using System.Text;

namespace SocketIO.Engine.Tests;

public sealed class JsonpFormTests
{
    [Theory]
    [Trait("Spec", "V3-015")]
    [InlineData("d=1:2", "1:2")]
    [InlineData("d=6%3A4hello", "6:4hello")]
    [InlineData("d=a+b%20c%2B%26%3d", "a b c+&=")]
    [InlineData("x=1&d=a&y=2", "a")]
    [InlineData("d=%E2%82%AC", "€")]
    [InlineData("d=100%", "100%")]
    [InlineData("d=%4", "%4")]
    [InlineData("d=%zz", "%zz")]
    [InlineData("d=", "")]
    public void Reads_the_payload_of_a_form(string form, string payload) => Assert.Equal(payload, Read(form));

    [Theory]
    [Trait("Spec", "V3-015")]
    [Trait("Hostile", "B32")]
    [InlineData(@"a\nb", "a\nb")]
    [InlineData(@"a\\nb", @"a\nb")]
    [InlineData(@"a\\\nb", @"a\\nb")]
    [InlineData(@"a\\\\nb", @"a\\\nb")]
    [InlineData(@"\n\n\\n", "\n\n\\n")]
    [InlineData(@"a\b\", @"a\b\")]
    [InlineData(@"\\", @"\\")]
    public void Newlines_are_hidden_from_browsers_that_change_them(string escaped, string payload)
        => Assert.Equal(payload, Read("d=" + Uri.EscapeDataString(escaped)));

    [Theory]
    [Trait("Hostile", "B33")]
    [InlineData("")]
    [InlineData("1:2")]
    [InlineData("x=1:2")]
    [InlineData("d")]
    [InlineData("D=1:2")]
    [InlineData("dd=1:2")]
    [InlineData("d=1:2&d=1:2")]
    public void A_form_has_one_payload(string form) => Assert.Null(Read(form));

    private static string? Read(string form)
        => JsonpForm.TryRead(Encoding.UTF8.GetBytes(form), out var payload) ? Encoding.UTF8.GetString(payload.Span) : null;
}
