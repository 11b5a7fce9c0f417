using System.Net;
using System.Text;

namespace SocketIO.Client;

/// <summary>
/// Reads what a response that was refused says, for the errors that tell of it.
/// </summary>
internal static class HttpFailure
{
    private const int MaxText = 4096;
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(2);

    public static async Task<TransportErrorContext> DescribeAsync(string transport, HttpResponseMessage response, Uri uri, string method, TimeProvider time, CancellationToken cancellationToken)
        => new(transport, method, WithoutQuery(uri))
        {
            StatusCode = (int)response.StatusCode,

            // What follows 101 is no text but the other protocol, and has no end.
            ResponseText = response.StatusCode is HttpStatusCode.SwitchingProtocols ? "" : await ReadTextAsync(response.Content, time, cancellationToken).ConfigureAwait(false),
            Location = response.Headers.Location?.ToString(),
        };

    public static TransportErrorContext Describe(string transport, Uri uri, string method) => new(transport, method, WithoutQuery(uri));

    public static Uri WithoutQuery(Uri uri) => new(uri.GetLeftPart(UriPartial.Path));

    // The text is a help and nothing more: a server that is slow to say it, or breaks off, is not waited for.
    private static async Task<string> ReadTextAsync(HttpContent content, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = time.CreateCancellationTokenSource(ReadLimit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var buffer = new byte[MaxText];
        var length = 0;

        try
        {
            var stream = await content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);

            while (length < buffer.Length && await stream.ReadAsync(buffer.AsMemory(length), either.Token).ConfigureAwait(false) is > 0 and var count)
            {
                length += count;
            }
        }
        catch (Exception)
        {
            // What was read until then is what there is.
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
