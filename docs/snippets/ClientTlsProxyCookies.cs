using System.Net;
using System.Security.Cryptography.X509Certificates;
using SocketIO.Client;

namespace SocketIO.Snippets;

internal static class ClientTlsProxyCookies
{
    public static void Certificate(X509Certificate2 own, X509Certificate2 authority)
    {
        // snippet: client-tls-proxy-cookies/certificate
        var client = new SocketIOClient("https://example.com", options => options.ConfigureHttpHandler = handler =>
        {
            handler.SslOptions.ClientCertificates = [own];                     // who we are
            handler.SslOptions.CertificateChainPolicy = new()                  // whom we trust
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
            };
        });
        // end
        client.Connect();
    }

    public static void Proxy(SocketIOClientOptions options)
    {
        // snippet: client-tls-proxy-cookies/proxy
        options.ConfigureHttpHandler = handler =>
        {
            handler.Proxy = new WebProxy("http://proxy.example.com:8080") { Credentials = new NetworkCredential("name", "password") };
        };
        // end
    }

    public static void Cookies(SocketIOClientOptions options)
    {
        // snippet: client-tls-proxy-cookies/cookies
        options.WithCredentials = true;                                        // begins without cookies

        options.Cookies = new CookieContainer();                               // or with those that a login has left
        options.Cookies.Add(new Uri("https://example.com"), new Cookie("session", "abc"));
        // end
    }

    public static void Headers(SocketIOClientOptions options, string token)
    {
        // snippet: client-tls-proxy-cookies/headers
        options.ExtraHeaders["Authorization"] = $"Bearer {token}";
        // end
    }
}
