using SocketIO.Client;
using SocketIO.Protocol;

namespace SocketIO.Snippets;

internal static class ClientHandlingErrors
{
    public static void ConnectError(SocketIOClient client, ILogger logger)
    {
        // snippet: client-handling-errors/connect-error
        client.OnConnectError(error => logger.LogWarning("{Message}: {Advice}", error.Message, error.Advice));
        // end
    }

    public static void Details(SocketIOClient client, ILogger logger)
    {
        // snippet: client-handling-errors/details
        client.OnConnectError(error =>
        {
            if (error.Context is { } context)
            {
                logger.LogWarning("{Method} {Url}: {Status} {Text}", context.Method, context.Url, context.StatusCode, context.ResponseText);
            }
        });
        // end
    }

    public static void Refused(SocketIOClient client, Func<Task<string>> signInAsync)
    {
        // snippet: client-handling-errors/refused
        client.OnConnectError(async error =>
        {
            if (error.IsRefusal && error.Details?.Get<Reason>()?.Code == "expired")
            {
                client.AuthPayload = new { token = await signInAsync() };
                client.Connect();
            }
        });
        // end
    }

    // snippet: client-handling-errors/refused
    internal sealed record Reason(string Code);
    // end

    public static async Task Wait(SocketIOClient client)
    {
        // snippet: client-handling-errors/wait
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        try
        {
            await client.ConnectAsync(limit.Token);
        }
        catch (OperationCanceledException timeout)
        {
            Console.WriteLine(timeout.Message);          // names the latest error and its advice; the client goes on trying
        }
        catch (ConnectErrorException error)
        {
            Console.WriteLine(error.Advice);             // refused, or the last attempt has failed
        }
        // end
    }

    public static void Disconnect(SocketIOClient client, ILogger logger)
    {
        // snippet: client-handling-errors/disconnect
        client.OnDisconnect((reason, details) =>
            logger.LogInformation("{Reason}: {Message} {Description} {Status}", reason, details?.Message, details?.Description, details?.StatusCode));
        // end
    }

    public static async Task Emit(SocketIOClient client, byte[] film)
    {
        // snippet: client-handling-errors/emit
        try
        {
            await client.Timeout(TimeSpan.FromSeconds(10)).EmitWithAckAsync<bool>("film", film);
        }
        catch (AckTimeoutException)
        {
            // no answer came; the event may have been handled all the same
        }
        catch (SocketDisconnectedException)
        {
            // the connection was lost before the answer came
        }
        catch (PayloadTooLargeException tooLarge)
        {
            Console.WriteLine($"{tooLarge.Size} bytes, and {tooLarge.Limit} are accepted");
        }
        // end
    }

    public static void Handlers(SocketIOClient client, ILogger logger)
    {
        // snippet: client-handling-errors/handlers
        client.OnHandlerError(exception => logger.LogError(exception, "A handler failed"));
        // end
    }
}
