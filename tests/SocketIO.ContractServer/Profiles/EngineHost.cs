using SocketIO.Engine;

namespace SocketIO.ContractServer;

/// <summary>Builds the application that serves the bare Engine.IO profile.</summary>
internal static class EngineHost
{
    public const int Offset = 9;

    public static WebApplication Build(int port)
    {
        var app = SocketIOHost.Listening(port).Build();
        var engine = new EngineServer(
            new EngineOptions { AllowEIO3 = true }, session => new EchoConnection(session), TimeProvider.System, app.Services.GetRequiredService<ILoggerFactory>());

        app.MapEngineIO("/engine.io/", engine);
        app.Lifetime.ApplicationStopping.Register(() => _ = engine.CloseAsync());
        return app;
    }
}
