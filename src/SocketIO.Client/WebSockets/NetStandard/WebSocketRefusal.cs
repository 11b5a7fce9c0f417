using System.Net;
using System.Net.WebSockets;

namespace SocketIO.Client;

/// <summary>
/// What the server answered instead of opening a WebSocket. Only .NET Framework hands that out; elsewhere the status is in the text of the exception alone.
/// </summary>
internal static class WebSocketRefusal
{
    private const int MaxText = 4096;

    /// <returns><see langword="null"/> when the platform does not say.</returns>
    public static TransportErrorContext? Describe(WebSocketException error, Uri uri)
        => error.InnerException is WebException { Response: HttpWebResponse response }
            ? new(ClientTransport.WebSocket, "GET", HttpFailure.WithoutQuery(uri))
            {
                StatusCode = (int)response.StatusCode,
                ResponseText = ReadText(response),
                Location = response.Headers["Location"],
            }
            : null;

    // Of a response that was refused the platform has read the beginning of the body already.
    private static string ReadText(HttpWebResponse response)
    {
        try
        {
            using var reader = new StreamReader(response.GetResponseStream());
            var text = new char[MaxText];
            return new string(text, 0, reader.ReadBlock(text, 0, text.Length));
        }
        catch (Exception)
        {
            return "";
        }
    }
}
