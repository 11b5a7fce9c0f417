using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

/// <summary>
/// Compresses the body of a polling response when the options, the client and the size ask for it.
/// </summary>
internal static class PollingCompression
{
    /// <summary>
    /// Chooses the encoding of a response.
    /// </summary>
    /// <param name="request">The poll.</param>
    /// <param name="options">The options, or null when compression is off.</param>
    /// <param name="length">The body's length in bytes.</param>
    /// <param name="wanted">Whether at least one of the packets may be compressed.</param>
    /// <returns><c>gzip</c>, <c>deflate</c>, or null to send the body as it is.</returns>
    public static string? Choose(HttpRequest request, HttpCompressionOptions? options, long length, bool wanted)
    {
        if (options is null || !wanted || length < options.Threshold || (request.IsHttps && !options.EnableForHttps))
        {
            return null;
        }

        return AcceptEncoding.Choose(request.Headers.AcceptEncoding.ToString(), "gzip", "deflate");
    }

    /// <summary>
    /// Compresses a body.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="encoding">What <see cref="Choose"/> returned. HTTP's "deflate" is the zlib format.</param>
    /// <param name="level">How hard to try.</param>
    /// <param name="output">Receives the result.</param>
    public static void Compress(in ReadOnlySequence<byte> body, string encoding, CompressionLevel level, IBufferWriter<byte> output)
    {
        using var target = new BufferWriterStream(output);
        using Stream compressor = encoding == "gzip" ? new GZipStream(target, level) : new ZLibStream(target, level);

        foreach (var segment in body)
        {
            compressor.Write(segment.Span);
        }
    }
}
