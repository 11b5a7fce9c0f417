namespace SocketIO.Snippets;

internal static class Options
{
    public static void InCode(WebApplicationBuilder builder)
    {
        // snippet: options/in-code
        builder.Services.AddSocketIO(options => options.PingInterval = TimeSpan.FromSeconds(10));
        // end
    }
}
