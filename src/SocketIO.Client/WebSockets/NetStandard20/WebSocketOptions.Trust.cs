using System.Net.WebSockets;

namespace SocketIO.Client;

/// <content>Which certificates of servers are accepted: those that the platform accepts.</content>
internal static partial class WebSocketOptions
{
    private static partial void ApplyTrust(ClientWebSocketOptions options, HttpClientHandler handler, Uri uri)
    {
        if (handler.ServerCertificateCustomValidationCallback is not null)
        {
            throw Unsupported(nameof(HttpClientHandler.ServerCertificateCustomValidationCallback));
        }
    }
}
