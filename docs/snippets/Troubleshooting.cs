namespace SocketIO.Snippets;

internal static class Troubleshooting
{
    public static void ConnectionError(SocketIOServer io, WebApplication app)
    {
        // snippet: troubleshooting/connection-error
        io.Engine.OnConnectionError(error =>
            app.Logger.LogWarning("Refused: {Code} {Message} {Context}", error.Code, error.Message, error.Context));
        // end
    }

    public static void Path(WebApplication app)
    {
        // snippet: troubleshooting/path
        var io = app.MapSocketIO("/my-custom-path/");
        // end
        io.On("x", () => { });
    }

    public static void Size(WebApplicationBuilder builder)
    {
        // snippet: troubleshooting/size
        builder.Services.AddSocketIO(options => options.MaxHttpBufferSize = 10_000_000);
        // end
    }
}
