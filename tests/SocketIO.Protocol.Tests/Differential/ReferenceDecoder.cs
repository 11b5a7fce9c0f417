using System.Text.Json;
using SocketIO.Tests;

namespace SocketIO.Protocol.Tests;

/// <summary>The decoder of the npm package socket.io-parser.</summary>
internal static class ReferenceDecoder
{
    private const int Batch = 6000;

    private static readonly JsonDocumentOptions _deep = new() { MaxDepth = 200 };

    /// <summary>Decodes transcripts, each by a decoder of its own.</summary>
    /// <param name="transcripts">Lists of frames: a string, or an array of bytes.</param>
    /// <returns>
    /// For each transcript <c>{ packets, failedAt, error }</c>: the packets that came out, and at which frame the decoder threw (-1: none).
    /// What JSON cannot say is in objects with the one name <c>$</c>; lone surrogates are U+FFFD.
    /// </returns>
    public static async Task<JsonElement[]> RunAsync(IEnumerable<IEnumerable<object>> transcripts)
    {
        const string script = """
            const { Decoder } = require("socket.io-parser");

            // What JSON cannot say is said in objects with one "$" name. Lone surrogates become U+FFFD.
            function plain(value) {
              if (typeof value === "string") {
                return value.toWellFormed();
              }

              if (typeof value === "number" && !Number.isFinite(value)) {
                return { $: String(value) };
              }

              if (Buffer.isBuffer(value)) {
                return { $: value.toString("base64") };
              }

              if (Array.isArray(value)) {
                return value.map(plain);
              }

              if (value !== null && typeof value === "object") {
                // Not an object literal: "__proto__" would not become a property of it.
                return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), plain(item)]));
              }

              return value;
            }

            function run(frames) {
              const decoder = new Decoder();
              const packets = [];
              decoder.on("decoded", ({ type, nsp, id, data }) => packets.push({ type, nsp, id, data: plain(data) }));

              for (let i = 0; i < frames.length; i++) {
                try {
                  decoder.add(typeof frames[i] === "string" ? frames[i] : Buffer.from(frames[i].b, "base64"));
                } catch (e) {
                  return { packets, failedAt: i, error: e.message };
                }
              }

              return { packets, failedAt: -1 };
            }

            // As text: some are nested more deeply than the caller's reader likes.
            return input.map((frames) => JSON.stringify(run(frames)));
            """;

        var answers = new List<JsonElement>();

        foreach (var batch in transcripts.Select(frames => frames.Select(ToJson)).Chunk(Batch))
        {
            answers.AddRange((await NodeScript.RunAsync<string[]>(script, batch)).Select(answer => JsonDocument.Parse(answer, _deep).RootElement));
        }

        return [.. answers];
    }

    /// <summary>Gets a frame in the form in which Node is given it.</summary>
    public static object ToJson(object frame) => frame is byte[] bytes ? new { b = Convert.ToBase64String(bytes) } : frame;
}
