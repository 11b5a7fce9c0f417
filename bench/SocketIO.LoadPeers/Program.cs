using SocketIO.LoadPeers;

// What our server is measured against inside .NET: ASP.NET Core SignalR, and how little Kestrel alone can cost.
var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT")}");
builder.Services.AddSignalR();

var app = builder.Build();

switch (args)
{
    case ["signalr"]:
        app.MapHub<LoadHub>("/hub");
        break;

    case ["pipe"]:
        var room = new PipeRoom();
        app.Map("/pipe", context => PipeConnection.RunAsync(context, room));
        break;

    default:
        Console.Error.WriteLine("SocketIO.LoadPeers signalr|pipe");
        return 2;
}

await app.RunAsync();
return 0;
