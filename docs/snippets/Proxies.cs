// snippet: proxies/forwarded
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
// end

namespace SocketIO.Snippets;

internal static class Proxies
{
    public static void Forwarded(WebApplicationBuilder builder)
    {
        // snippet: proxies/forwarded
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Add(IPAddress.Parse("10.0.0.2"));
        });
        // end
        var app = builder.Build();

        // snippet: proxies/forwarded
        app.UseForwardedHeaders();
        // end
    }

    public static void Cookie(SocketIOOptions options)
    {
        // snippet: proxies/cookie
        options.Cookie = new() { Name = "io" };
        // end
    }
}
