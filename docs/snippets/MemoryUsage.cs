namespace SocketIO.Snippets;

internal static class MemoryUsage
{
    public static void Tls(WebApplicationBuilder builder)
    {
        // snippet: memory-usage/tls
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(443, listen => listen.UseHttps().UseDetachedWebSockets()));
        // end
    }
}
