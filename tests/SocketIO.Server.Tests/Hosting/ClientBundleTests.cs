using System.Net;
using SocketIO.Server;

namespace SocketIO.Tests;

public sealed class ClientBundleTests
{
    private static readonly string Version = File.ReadAllText(Path.Combine(NodeScript.Modules, "socket.io", "package.json"))
        .Split("\"version\": \"")[1].Split('"')[0];

    [Theory]
    [InlineData("socket.io.slim.js")]
    [InlineData("SOCKET.IO.JS")]
    [InlineData("socket.io.js.br")]
    [InlineData("version")]
    [InlineData("")]
    [InlineData("../socket.io.js")]
    [InlineData("socket.io.js/")]
    [Trait("Spec", "SRV-015")]
    [Trait("Spec", "SRV-018")]
    [Trait("Hostile", "A21")]
    public void Nothing_but_the_eight_files_is_served(string name) => Assert.False(ClientBundleFiles.Contains(name));

    [Theory]
    [InlineData("\"VERSION\"")]
    [InlineData("W/\"VERSION\"")]
    [InlineData("\"1.0.0\", \"VERSION\"")]
    [InlineData("*")]
    [Trait("Spec", "SRV-016")]
    [Trait("Spec", "TST-091")]
    [Trait("Hostile", "K8")]
    public async Task A_file_that_the_client_has_is_not_sent_again(string validator)
    {
        await using var host = await ClientBundleHost.StartAsync();

        var answer = await host.SendAsync("socket.io.js", headers: ("If-None-Match", validator.Replace("VERSION", Version, StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal($"\"{Version}\"", answer.Headers.ETag?.ToString());
    }

    [Theory]
    [InlineData("\"1.0.0\"")]
    [InlineData("4.8.4")]
    [InlineData("\"")]
    [InlineData("")]
    [Trait("Spec", "SRV-016")]
    public async Task Another_version_is_replaced(string validator)
    {
        await using var host = await ClientBundleHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("socket.io.js", headers: ("If-None-Match", validator))).StatusCode);
    }

    [Fact]
    [Trait("Spec", "SRV-016")]
    public async Task Head_tells_the_length_alone_and_other_methods_are_refused()
    {
        await using var host = await ClientBundleHost.StartAsync();

        var head = await host.SendAsync("socket.io.min.js", HttpMethod.Head);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(new FileInfo(Path.Combine(NodeScript.Modules, "socket.io", "client-dist", "socket.io.min.js")).Length, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());

        var post = await host.SendAsync("socket.io.js", HttpMethod.Post);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(["GET", "HEAD"], post.Content.Headers.Allow);
    }

    [Fact]
    [Trait("Spec", "SRV-019")]
    [Trait("Spec", "EIO-107")]
    [Trait("Spec", "TST-091")]
    public async Task The_files_carry_the_cors_headers()
    {
        await using var host = await ClientBundleHost.StartAsync(new() { Origin = "https://page.example" });

        var answer = await host.SendAsync("socket.io.js", headers: ("Origin", "https://page.example"));
        Assert.Equal(["https://page.example"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["Origin", "Accept-Encoding"], answer.Headers.Vary);

        var known = await host.SendAsync("socket.io.js", headers: [("Origin", "https://page.example"), ("If-None-Match", $"\"{Version}\"")]);
        Assert.Equal(["https://page.example"], known.Headers.GetValues("Access-Control-Allow-Origin"));

        var preflight = await host.SendAsync("socket.io.js", HttpMethod.Options, ("Origin", "https://page.example"));
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
    }

    [Fact]
    public async Task Without_a_client_the_answer_and_one_log_message_say_what_is_missing()
    {
        await using var host = await ClientBundleHost.StartAsync(files: new(_ => null));

        for (var i = 0; i < 3; i++)
        {
            var answer = await host.SendAsync("socket.io.js");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
            Assert.Contains("npm was not available", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Contains("Install Node.js", Assert.Single(host.Logged), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Hostile", "K8")]
    public async Task A_file_is_converted_once()
    {
        var opened = 0;
        var files = new ClientBundleFiles(name =>
        {
            Interlocked.Increment(ref opened);
            return typeof(ClientBundle).Assembly.GetManifestResourceStream($"client/{name}");
        });

        await using var host = await ClientBundleHost.StartAsync(files: files);
        opened = 0;

        for (var i = 0; i < 3; i++)
        {
            var answer = await host.SendAsync("socket.io.js", headers: ("Accept-Encoding", "gzip"));
            Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        }

        Assert.Equal(1, opened);
    }
}
