using System.IO.Compression;
using System.Net;
using System.Text.Json;

namespace SocketIO.Tests;

/// <summary>The client bundle, served as the reference serves it.</summary>
public sealed class BundleTests(ContractServer server)
{
    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("socket.io.js", "application/javascript; charset=utf-8")]
    [InlineData("socket.io.js.map", "application/json; charset=utf-8")]
    [InlineData("socket.io.min.js", "application/javascript; charset=utf-8")]
    [InlineData("socket.io.min.js.map", "application/json; charset=utf-8")]
    [InlineData("socket.io.msgpack.min.js", "application/javascript; charset=utf-8")]
    [InlineData("socket.io.msgpack.min.js.map", "application/json; charset=utf-8")]
    [InlineData("socket.io.esm.min.js", "application/javascript; charset=utf-8")]
    [InlineData("socket.io.esm.min.js.map", "application/json; charset=utf-8")]
    [Trait("Spec", "SRV-015")]
    [Trait("Spec", "SRV-016")]
    public async Task Every_file_is_the_one_of_the_package(string name, string type)
    {
        using var response = await _http.GetAsync(new Uri(server.Url(Profile.Main), $"{name}?version=1"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.ToString());
        Assert.Equal($"\"{Version}\"", response.Headers.ETag!.ToString());
        Assert.Equal("public, max-age=0", response.Headers.CacheControl!.ToString());
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Package, "dist", name)), await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("W/")]
    [Trait("Spec", "SRV-016")]
    public async Task A_file_that_the_browser_has_is_not_sent_again(string weak)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url(Profile.Main), "socket.io.js"));
        request.Headers.Add("If-None-Match", $"{weak}\"{Version}\"");
        using var response = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("gzip, deflate, br", "gzip")]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip;q=0.5, br;q=0.9", "br")]
    [InlineData("deflate", "deflate")]
    [InlineData("*", "br")]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    [Trait("Spec", "SRV-017")]
    public async Task The_encoding_is_the_browsers_choice(string? accepted, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url(Profile.Main), "socket.io.min.js"));

        if (accepted is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        }

        using var response = await _http.SendAsync(request);
        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());

        var body = await response.Content.ReadAsStreamAsync();
        await using var decoded = encoding switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var text = new StreamReader(decoded);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Package, "dist", "socket.io.min.js")), await text.ReadToEndAsync());
    }

    [Theory]
    [InlineData(Profile.Main, "socket.io.cjs.js")]
    [InlineData(Profile.Main, "package.json")]
    [InlineData(Profile.Main, "../package.json")]
    [InlineData(Profile.Strict, "socket.io.js")]
    [Trait("Spec", "SRV-018")]
    [Trait("Hostile", "A21")]
    public async Task Nothing_else_is_served(Profile profile, string name)
    {
        using var response = await _http.GetAsync(new Uri($"{server.Url(profile)}{name}"));
        Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, response.StatusCode.ToString());
    }

    private static string Package => Path.Combine(Target.NodeFolder, "node_modules", "socket.io-client");

    private static string Version
        => JsonDocument.Parse(File.ReadAllText(Path.Combine(Package, "package.json"))).RootElement.GetProperty("version").GetString()!;
}
