namespace SocketIO.Snippets;

internal static class Cors
{
    public static void Options(WebApplicationBuilder builder)
    {
        // snippet: cors/options
        builder.Services.AddSocketIO(options =>
        {
            options.Cors = new() { Origin = CorsOrigin.OneOf("https://app.example.com", "https://admin.example.com"), Credentials = true };
        });
        // end
    }

    public static void Policy(WebApplication app)
    {
        // snippet: cors/policy
        app.MapSocketIO().RequireCors("my policy");
        // end
    }

    public static void AllowRequest(SocketIOOptions options)
    {
        // snippet: cors/allow-request
        options.AllowRequest = (context, _) => ValueTask.FromResult(
            context.Request.Headers.Origin.Count == 0 ? RequestVerdict.Allow : RequestVerdict.Refuse("pages may not connect"));
        // end
    }
}
