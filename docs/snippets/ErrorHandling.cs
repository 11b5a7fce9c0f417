namespace SocketIO.Snippets;

internal static class ErrorHandling
{
    public static void OnError(SocketIOServer io, ILogger logger)
    {
        // snippet: error-handling/on-error
        io.OnError(error =>
        {
            if (error.Exception is TimeoutException)
            {
                logger.LogWarning("{Source} of {Event} was too slow", error.Source, error.EventName);
            }
        });
        // end
    }

    public static void Answer(ServerNamespace io)
    {
        // snippet: error-handling/answer
        io.On("place", async (OrderService orders, ServerSocket socket, Order order) =>
        {
            try
            {
                return new Placed(await orders.PlaceAsync(order, socket.User, socket.DisconnectToken), Error: null);
            }
            catch (InvalidOperationException refused)
            {
                return new Placed(Number: null, refused.Message);
            }
        });
        // end
    }

    // snippet: error-handling/answer
    internal sealed record Placed(string? Number, string? Error);
    // end

    public static void Acknowledge(WebApplicationBuilder builder)
    {
        // snippet: error-handling/option
        builder.Services.AddSocketIO(options => options.AcknowledgeErrors = true);
        // end
    }
}
