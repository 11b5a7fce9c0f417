using System.Net;
using System.Net.Sockets;

namespace SocketIO.Tests;

/// <summary>Finds room for the profiles of a contract server.</summary>
internal static class FreePorts
{
    private const int Count = 17;

    /// <summary>A port that is free with the ones following it, below the range that outgoing connections use.</summary>
    public static int Base()
    {
        while (true)
        {
            var first = Random.Shared.Next(12_000, 31_000);

            if (Enumerable.Range(first, Count).All(IsFree))
            {
                return first;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
