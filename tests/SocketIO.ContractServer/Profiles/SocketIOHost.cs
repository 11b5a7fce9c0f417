using System.Net;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>Builds the application that serves one profile.</summary>
internal static class SocketIOHost
{
    private const string Second = "second";

    public static WebApplication Build(ContractProfile profile, int port)
    {
        var builder = Listening(port);
        profile.AddServices(builder.Services.AddSocketIO(profile.Configure));

        if (profile.SecondPath is not null)
        {
            builder.Services.AddSocketIO(Second, profile.Configure);
        }

        var app = builder.Build();
        profile.AddHandlers(app.MapSocketIO(profile.Path));

        if (profile.SecondPath is not null)
        {
            profile.AddHandlers(app.MapSocketIO(profile.SecondPath, Second));
        }

        return app;
    }

    /// <summary>An application without logs that listens on the loopback address.</summary>
    public static WebApplicationBuilder Listening(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        return builder;
    }
}
