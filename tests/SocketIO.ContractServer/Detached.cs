using SocketIO.Protocol;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>Work that goes on after its handler has returned, so that the socket's next events do not wait for it.</summary>
internal static class Detached
{
    public static void Run(Func<Task> work) => _ = RunAsync(work);

    private static async Task RunAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (SocketDisconnectedException)
        {
            // Who was asked has gone, and so has who wanted to know.
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(e.ToString());
        }
    }
}
