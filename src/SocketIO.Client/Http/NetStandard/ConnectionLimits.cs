using System.Net;

namespace SocketIO.Client;

/// <summary>
/// .NET Framework and Mono keep two connections to a server. A client of long-polling needs two for itself: one waits for the server's packets, one carries its own.
/// </summary>
internal static class ConnectionLimits
{
    private const int Enough = 1024;

    /// <summary>Raises the limit of a handler.</summary>
    public static void Raise(HttpClientHandler handler)
    {
        try
        {
            if (handler.MaxConnectionsPerServer < Enough)
            {
                handler.MaxConnectionsPerServer = Enough;
            }
        }
        catch (Exception e) when (e is PlatformNotSupportedException or NotImplementedException or MissingMemberException)
        {
            // Then the limit of the server holds, which is raised below.
        }
    }

    /// <summary>Raises the limit of a server, which some platforms keep for the whole process, and has small bodies sent at once.</summary>
    public static void Raise(Uri server)
    {
        try
        {
            var point = ServicePointManager.FindServicePoint(server);

            if (point.ConnectionLimit < Enough)
            {
                point.ConnectionLimit = Enough;
                point.UseNagleAlgorithm = false;
            }
        }
        catch (Exception e) when (e is PlatformNotSupportedException or NotImplementedException or InvalidOperationException)
        {
            // The platform has none, or no more of them.
        }
    }
}
