using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace SocketIO.Server;

/// <summary>
/// Lets the WebSockets of Kestrel's endpoints outlive their requests.
/// </summary>
internal sealed class DetachedWebSockets : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
        => options.ConfigureEndpointDefaults(static listen => listen.UseDetachedWebSockets());
}
