using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;

namespace SocketIO.Client;

/// <content>Which certificates of servers are accepted.</content>
internal static partial class WebSocketOptions
{
    private static partial void ApplyTrust(ClientWebSocketOptions options, HttpClientHandler handler, Uri uri)
    {
        if (handler.ServerCertificateCustomValidationCallback is { } validate)
        {
            options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, uri);
                var known = certificate is null ? null : certificate as X509Certificate2 ?? new X509Certificate2(certificate);
                return validate(request, known, chain, errors);
            };
        }
    }
}
