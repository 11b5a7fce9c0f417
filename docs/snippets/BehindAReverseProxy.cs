// snippet: behind-a-reverse-proxy/forwarded
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
// end

namespace SocketIO.Snippets;

internal static class BehindAReverseProxy
{
    public static void Forwarded(WebApplicationBuilder builder)
    {
        // snippet: behind-a-reverse-proxy/forwarded
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Add(IPAddress.Parse("10.0.0.2"));
        });
        // end
        var app = builder.Build();

        // snippet: behind-a-reverse-proxy/forwarded
        app.UseForwardedHeaders();
        // end
    }

    public static void Cookie(SocketIOOptions options)
    {
        // snippet: behind-a-reverse-proxy/cookie
        options.Cookie = new() { Name = "io" };
        // end
    }
}
