using System.Net;
using System.Net.Http.Headers;

namespace SocketIO.Client;

/// <summary>
/// The HTTP connections of a client, for polling and for the handshake of WebSockets alike. Thread-safe.
/// </summary>
internal sealed partial class ClientHttp : IDisposable
{
    private const int MaxRedirects = 5;
    private const HttpStatusCode PermanentRedirect = (HttpStatusCode)308;

    /// <summary>Sends a request and returns with the headers of the response. Redirects are followed within the origin.</summary>
    /// <param name="makeRequest">Makes the request for an address; called again for each redirect.</param>
    /// <param name="uri">The address.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    public async Task<HttpResponseMessage> SendAsync(Func<Uri, HttpRequestMessage> makeRequest, Uri uri, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var request = makeRequest(uri);
            var response = await SendOnceAsync(request, cancellationToken).ConfigureAwait(false);

            if (redirects == MaxRedirects || RedirectOf(uri, response) is not { } target)
            {
                return response;
            }

            response.Dispose();
            uri = target;
        }
    }

    /// <summary>Makes a request of HTTP/1.1 with the headers that the application adds.</summary>
    public static HttpRequestMessage MakeRequest(HttpMethod method, Uri uri, Dictionary<string, string> headers)
    {
        var request = new HttpRequestMessage(method, uri) { Version = HttpVersion.Version11 };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));

        foreach (var header in headers)
        {
            request.Headers.Remove(header.Key);
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return request;
    }

    // Only where the next request goes to the same server with the same protection, and stays what it is.
    private static Uri? RedirectOf(Uri uri, HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or PermanentRedirect)
            || response.RequestMessage?.Method != HttpMethod.Get
            || response.Headers.Location is not { } location)
        {
            return null;
        }

        var target = new Uri(uri, location);
        return target.Scheme == uri.Scheme && target.Authority == uri.Authority && target != uri ? target : null;
    }
}
