using SocketIO.Client;
using SocketIO.Protocol;

var url = args.ElementAtOrDefault(0) ?? "http://localhost:3000";
var name = args.ElementAtOrDefault(1) ?? Environment.UserName;
var room = args.ElementAtOrDefault(2) ?? "lobby";

await using var chat = new SocketIOClient(url, options => options.AuthPayload = new { name, room });
var explained = "";

chat.OnConnect(() =>
{
    explained = "";
    Console.WriteLine($"* {name} is in {room}");
});

// Attempts go on by themselves: whoever reads this wants to know once what is wrong, and what to check.
chat.OnConnectError(error =>
{
    var line = $"* cannot connect: {error.Message}. {error.Advice}";

    if (line != explained)
    {
        Console.WriteLine(explained = line);
    }
});

chat.OnDisconnect((reason, _) => Console.WriteLine($"* disconnected: {reason}"));

chat.On("history", (string of, Message[] messages) => Array.ForEach(messages, Show));

// What is returned acknowledges the message: the second tick in the browsers of the others.
chat.On("message", (Message message) =>
{
    Show(message);
    return true;
});

try
{
    await chat.ConnectAsync();

    while (await Console.In.ReadLineAsync() is { } line)
    {
        await SayAsync(line);
    }

    return 0;
}
catch (ConnectErrorException refused) when (refused.IsRefusal)
{
    return 1;
}

// Typed while the connection is down, it is kept and sent when the connection is back.
async Task SayAsync(string text)
{
    try
    {
        await chat.Timeout(TimeSpan.FromSeconds(10)).EmitWithAckAsync<long>("message", text);
    }
    catch (Exception error) when (error is AckTimeoutException or SocketDisconnectedException or PayloadTooLargeException)
    {
        Console.WriteLine($"* nobody knows whether that arrived: {error.Message}");
    }
}

static void Show(Message message) => Console.WriteLine($"{message.Name}: {message.Text}{(message.Picture is null ? "" : $" [a picture of {message.Picture.Length:N0} bytes]")}");

internal sealed record Message(string Room, string Name, string Text, byte[]? Picture);
