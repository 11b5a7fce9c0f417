using SocketIO.Tests;

namespace SocketIO.Differential;

public sealed class KnownDifferenceTests
{
    [Fact]
    public void Every_known_difference_is_told()
    {
        var page = File.ReadAllText(Checkout.PathTo("docs", "protocol", "differences.md")).Replace("**", "", StringComparison.Ordinal);
        Assert.All(KnownDifferences.All, known => Assert.Contains(known.Told, page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""42["a",1.0,"\u00e9",{"b":1,"1":2,"b":3}]""", """42["a",1,"é",{"1":2,"b":3}]""")]
    [InlineData("""451-["a",{"_placeholder":true,"num":0},-0] + bAQID""", """451-["a",{"_placeholder":true,"num":0},0] + bAQID""")]
    public void Values_are_compared_as_JavaScript_sees_them(string written, string read)
    {
        Assert.Equal(JsonText.AsInJavaScript(read), JsonText.AsInJavaScript(written));
        Assert.NotEqual(JsonText.Ordered(read), JsonText.Ordered(written));
    }
}
