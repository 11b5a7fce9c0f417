using System.IO.Compression;
using System.Security.Cryptography;

namespace SocketIO.Tests;

public sealed class ClientBundleReferenceTests
{
    private static readonly string[] Files =
    [
        .. new[] { "socket.io.js", "socket.io.min.js", "socket.io.esm.min.js", "socket.io.msgpack.min.js" }.SelectMany(f => new[] { f, $"{f}.map" }),
    ];

    private static readonly string[] Encodings = ["", "gzip", "deflate", "br", "*", "gzip, deflate, br", "br;q=0.5, gzip;q=0.6", "identity", "zstd"];

    [Fact]
    [Trait("Spec", "SRV-015")]
    [Trait("Spec", "SRV-016")]
    [Trait("Spec", "SRV-017")]
    [Trait("Spec", "SRV-018")]
    [Trait("Spec", "TST-091")]
    [Trait("Hostile", "K8")]
    public async Task Every_file_is_the_references_in_every_encoding()
    {
        Request[] requests =
        [
            .. Files.SelectMany(file => new Request[] { new(file, ""), new(file, "gzip") }),
            .. Encodings.Select(encoding => new Request("socket.io.min.js", encoding)),
            new("socket.io.js?v=1&EIO=4", "gzip"),
            new("unknown.js", ""),
        ];

        var expected = await NodeScript.RunAsync<Answer[]>(
            """
            const http = require("http"), zlib = require("zlib"), crypto = require("crypto");
            const server = http.createServer(), io = new (require("socket.io").Server)(server);
            await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
            const decode = { br: zlib.brotliDecompressSync, gzip: zlib.gunzipSync, deflate: zlib.inflateSync };
            const ask = ({ path, encoding }) => new Promise((resolve, reject) => {
              const headers = encoding ? { "accept-encoding": encoding } : {};
              http.get({ port: server.address().port, path: "/socket.io/" + path, headers }, response => {
                const chunks = [];
                response.on("data", c => chunks.push(c)).on("end", () => {
                  const used = response.headers["content-encoding"] ?? null, body = Buffer.concat(chunks);
                  const sha256 = crypto.createHash("sha256").update(used ? decode[used](body) : body).digest("hex").toUpperCase();
                  const { etag = null, "content-type": type = null, "cache-control": cache = null } = response.headers;
                  resolve({ status: response.statusCode, type, cache, etag, encoding: used, sha256 });
                });
              }).on("error", reject);
            });
            const answers = [];
            for (const request of input) answers.push(await ask(request));
            io.close();
            return answers;
            """,
            requests);

        await using var host = await ClientBundleHost.StartAsync();

        foreach (var (request, answer) in requests.Zip(expected))
        {
            var actual = await AskAsync(host, request);

            if (answer.Status == 400)
            {
                Assert.Equal(400, actual.Status);
            }
            else
            {
                Assert.Equal($"{request} {answer}", $"{request} {actual}");
            }
        }
    }

    private static async Task<Answer> AskAsync(ClientBundleHost host, Request request)
    {
        var response = await host.SendAsync(request.Path, headers: request.Encoding.Length == 0 ? [] : [("Accept-Encoding", request.Encoding)]);
        var encoding = response.Content.Headers.ContentEncoding.SingleOrDefault();
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);

        return new(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            response.Headers.CacheControl?.ToString(),
            response.Headers.ETag?.ToString(),
            encoding,
            Convert.ToHexString(SHA256.HashData(Decode(body, encoding))));
    }

    private static byte[] Decode(byte[] body, string? encoding)
    {
        using var source = new MemoryStream(body);
        using Stream decoder = encoding switch
        {
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            "deflate" => new ZLibStream(source, CompressionMode.Decompress),
            _ => source,
        };
        using var result = new MemoryStream();
        decoder.CopyTo(result);
        return result.ToArray();
    }

    private sealed record Request(string Path, string Encoding);

    private sealed record Answer(int Status, string? Type, string? Cache, string? Etag, string? Encoding, string Sha256);
}
