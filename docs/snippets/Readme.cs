using SocketIO.Client;

namespace SocketIO.Snippets;

internal static class Readme
{
    public static async Task Client()
    {
        // snippet: readme/client
        await using var client = new SocketIOClient("http://localhost:3000");
        client.On("chat message", (ChatLine line) => Console.WriteLine($"{line.From}: {line.Text}"));
        await client.ConnectAsync();
        await client.EmitAsync("chat message", "hello");
        // end
        await Task.Yield();
    }

    // snippet: readme/client
    internal sealed record ChatLine(string From, string Text);
    // end
}
