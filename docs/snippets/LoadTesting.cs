namespace SocketIO.Snippets;

internal static class LoadTesting
{
    public static void Echo(SocketIOServer io)
    {
        // snippet: load-testing/echo
        io.On("echo", (string text) => text);
        // end
    }
}
