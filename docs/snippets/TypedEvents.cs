namespace SocketIO.Snippets;

// snippet: typed-events/names
internal static class Events
{
    public const string Message = "message posted";
    public const string Typing = "typing";
}

internal sealed record Message(long Id, string From, string Text);

internal sealed record NewMessage(string Text);
// end

// snippet: typed-events/client
internal static class ChatClient
{
    public static ValueTask PostedAsync(this BroadcastOperator to, Message message) => to.EmitAsync(Events.Message, message);

    public static ValueTask TypingAsync(this BroadcastOperator to, string name) => to.Volatile.EmitAsync(Events.Typing, name);

    public static Task<bool> ConfirmAsync(this ServerSocket socket, string question)
        => socket.Timeout(TimeSpan.FromSeconds(30)).EmitWithAckAsync<bool>("confirm", question);
}
// end

// snippet: typed-events/data
internal static class SocketUser
{
    private const string Key = "user";

    public static User? GetUser(this ServerSocket socket) => socket.Data.Get<User>(Key);

    public static void SetUser(this ServerSocket socket, User user) => socket.Data[Key] = user;
}
// end

internal static class TypedEvents
{
    public static void Use(SocketIOServer io)
    {
        // snippet: typed-events/use
        io.On(Events.Message, async (ServerSocket socket, NewMessage message) =>
        {
            var posted = new Message(1, socket.Id, message.Text);
            await io.To("room").PostedAsync(posted);
            return posted.Id;
        });

        io.On("delete all", async (ServerSocket socket) => await socket.ConfirmAsync("really?") ? "deleted" : "kept");
        // end
    }
}
