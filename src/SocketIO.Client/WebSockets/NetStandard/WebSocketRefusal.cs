using System.Globalization;
using System.Net;
using System.Net.WebSockets;

namespace SocketIO.Client;

/// <summary>
/// What the server answered instead of opening a WebSocket. .NET Framework hands that out; elsewhere the status is in the text of the exception alone.
/// </summary>
internal static class WebSocketRefusal
{
    private const int MaxText = 4096;

    /// <summary>Finds the answer.</summary>
    /// <returns><see langword="null"/> when the platform does not say, or there was none.</returns>
    public static TransportErrorContext? Describe(WebSocketException error, Uri uri)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is WebException { Response: HttpWebResponse response })
            {
                return new(ClientTransport.WebSocket, "GET", HttpFailure.WithoutQuery(uri))
                {
                    StatusCode = (int)response.StatusCode,
                    ResponseText = ReadText(response),
                    Location = response.Headers["Location"],
                };
            }

            if (StatusIn(cause.Message) is { } status)
            {
                return new(ClientTransport.WebSocket, "GET", HttpFailure.WithoutQuery(uri)) { StatusCode = status, ResponseText = "" };
            }
        }

        return null;
    }

    // The server returned status code '404' when status code '101' was expected.
    private static int? StatusIn(string message)
    {
        var start = message.IndexOf('\'') + 1;

        return start > 0 && message.Length > start + 3 && message[start + 3] == '\''
            && int.TryParse(message.Substring(start, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : null;
    }

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
