using System.Diagnostics;

namespace SocketIO.Client.Tests;

/// <summary>Which server and which namespace a URL means.</summary>
public sealed class ClientUrlTests
{
    [Theory]
    [Trait("Spec", "CLI-003")]
    [Trait("Spec", "TST-072")]
    [Trait("Spec", "TST-152")]
    [Trait("Spec", "CLI-007")]
    [Trait("Spec", "CLI-093")]
    [InlineData("http://example.com", "http://example.com")]
    [InlineData("https://example.com", "https://example.com")]
    [InlineData("ws://example.com", "http://example.com")]
    [InlineData("wss://example.com", "https://example.com")]
    [InlineData("http://example.com:80", "http://example.com")]
    [InlineData("https://example.com:443", "https://example.com")]
    [InlineData("https://example.com:80", "https://example.com:80")]
    [InlineData("http://example.com:443", "http://example.com:443")]
    [InlineData("ws://example.com:80/", "http://example.com")]
    [InlineData("wss://example.com:443/", "https://example.com")]
    [InlineData("http://localhost:3000", "http://localhost:3000")]
    [InlineData("example.com", "https://example.com")]
    [InlineData("example.com:8080", "https://example.com:8080")]
    [InlineData("localhost:3000", "https://localhost:3000")]
    [InlineData("//example.com:8080", "https://example.com:8080")]
    [InlineData("HTTP://EXAMPLE.com", "http://example.com")]
    [InlineData("http://[::1]:3000", "http://[::1]:3000")]
    [InlineData("http://[::1]", "http://[::1]")]
    [InlineData("[::1]:3000", "https://[::1]:3000")]
    [InlineData("[::1]", "https://[::1]")]
    [InlineData("::1", "https://[::1]")]
    [InlineData("2001:db8::1/admin", "https://[2001:db8::1]")]
    [InlineData("http://127.0.0.1:1/", "http://127.0.0.1:1")]
    [InlineData("http://bücher.example", "http://xn--bcher-kva.example")]
    [InlineData("http://user:secret@example.com/", "http://example.com")]
    public void The_server_is_what_precedes_the_path(string url, string server) => Assert.Equal(server, ClientUrl.Parse(url).Server);

    [Theory]
    [Trait("Spec", "CLI-002")]
    [Trait("Spec", "TST-152")]
    [Trait("Spec", "T-65")]
    [InlineData("http://example.com", "/")]
    [InlineData("http://example.com/", "/")]
    [InlineData("http://example.com?a=b", "/")]
    [InlineData("http://example.com/admin", "/admin")]
    [InlineData("http://example.com/my-custom-path/", "/my-custom-path/")]
    [InlineData("http://example.com/a/b?c=/d", "/a/b")]
    [InlineData("http://example.com/a#b", "/a")]
    [InlineData("http://example.com/a/../b", "/a/../b")]
    [InlineData("http://example.com/a%20b", "/a%20b")]
    [InlineData("http://example.com/grüße", "/grüße")]
    [InlineData("example.com/admin", "/admin")]
    [InlineData("//example.com/admin", "/admin")]
    [InlineData("::1/admin", "/admin")]
    public void The_path_is_the_namespace_as_it_was_written(string url, string ns) => Assert.Equal(ns, ClientUrl.Parse(url).Namespace);

    [Fact]
    [Trait("Spec", "CLI-006")]
    [Trait("Spec", "TST-145")]
    public void The_query_is_decoded()
    {
        Assert.Null(ClientUrl.Parse("http://example.com/a").Query);
        Assert.Null(ClientUrl.Parse("http://example.com/a?").Query);
        var query = ClientUrl.Parse("http://example.com/a?key=v%20%26%20w&empty=&flag&%C3%BC=1&twice=1&twice=2#x").Query!;
        Assert.Equal(["key=v & w", "empty=", "flag=", "ü=1", "twice=2"], query.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Fact]
    [Trait("Spec", "CLI-006")]
    public void A_query_may_hold_an_address_of_its_own()
    {
        var url = ClientUrl.Parse("example.com/admin?back=http://other.example/x");
        Assert.Equal(("https://example.com", "/admin", "http://other.example/x"), (url.Server, url.Namespace, url.Query!["back"]));
    }

    [Theory]
    [Trait("Spec", "CLI-001")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("http://")]
    [InlineData("ftp://example.com")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/admin")]
    [InlineData("http://exa mple.com")]
    [InlineData("http://example.com:99999")]
    [InlineData("javascript:alert(1)")]
    public void What_is_no_address_is_refused_with_an_example(string url)
    {
        var error = Assert.Throws<ArgumentException>(() => new SocketIOClient(url));
        Assert.Contains("Write something like \"https://example.com\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_address_is_refused() => Assert.Throws<ArgumentNullException>(() => new SocketIOClient(null!));

    [Theory]
    [Trait("Spec", "TST-152")]
    [InlineData("http://", ":")]
    [InlineData("", "[")]
    [InlineData("http://", "/")]
    [InlineData("http://a?", "&")]
    [InlineData("http://a/", "%41")]
    [InlineData("", "a:")]
    [InlineData("http://", "@")]
    public void A_long_text_takes_time_in_proportion(string start, string repeated)
    {
        var text = start + string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length));
        var clock = Stopwatch.StartNew();

        try
        {
            ClientUrl.Parse(text);
        }
        catch (ArgumentException)
        {
            // Refused is as good.
        }

        // Milliseconds; quadratic it would be minutes.
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }
}
