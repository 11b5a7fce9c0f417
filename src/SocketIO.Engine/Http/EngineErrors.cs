using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

/// <summary>
/// Writes the answers to requests that are refused.
/// </summary>
internal static class EngineErrors
{
    private const string RetryAfterSeconds = "5";

    /// <summary>
    /// Answers a plain HTTP request: <c>{"code":3,"message":"Bad request"}</c>.
    /// </summary>
    public static Task WriteAsync(HttpContext context, RequestRefusal refusal)
    {
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"code":{{(int)refusal.Error}},"message":{{JsonQuote.Quote(refusal.ClientMessage)}}}""");

        return WriteAsync(context, StatusOf(refusal), "application/json", body);
    }

    /// <summary>
    /// Answers a request to open a WebSocket, before it is one: the bare message, on a connection that is then closed.
    /// </summary>
    public static Task WriteUpgradeAsync(HttpContext context, RequestRefusal refusal)
    {
        // Only the text of a "forbidden" may be the application's: it must not be read as markup.
        var type = refusal.Error == RequestError.Forbidden ? "text/plain" : "text/html";
        return WriteUpgradeAsync(context, StatusOf(refusal), type, refusal.ClientMessage);
    }

    /// <summary>
    /// Answers a request whose WebSocket handshake is malformed.
    /// </summary>
    public static Task WriteUpgradeAsync(HttpContext context, int status, string message)
        => WriteUpgradeAsync(context, status, "text/html", message);

    /// <summary>
    /// Answers with a bare status and no body.
    /// </summary>
    public static Task WriteStatusAsync(HttpContext context, int status) => WriteAsync(context, status, contentType: null, "");

    /// <summary>
    /// Answers a method that a session has no use for.
    /// </summary>
    public static Task WriteMethodNotAllowedAsync(HttpContext context)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.Headers.Allow = "GET, POST";
        }

        return WriteStatusAsync(context, StatusCodes.Status405MethodNotAllowed);
    }

    /// <summary>
    /// Answers a handshake for which there is no room, or no verdict in time.
    /// </summary>
    public static Task WriteUnavailableAsync(HttpContext context)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        return WriteStatusAsync(context, StatusCodes.Status503ServiceUnavailable);
    }

    private static Task WriteUpgradeAsync(HttpContext context, int status, string type, string message)
    {
        if (!context.Response.HasStarted && HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "close";
        }

        return WriteAsync(context, status, type, message);
    }

    private static int StatusOf(RequestRefusal refusal)
        => refusal.Error == RequestError.Forbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest;

    private static Task WriteAsync(HttpContext context, int status, string? contentType, string body)
    {
        var response = context.Response;

        // A middleware may have answered before it failed. There is nothing left to say then.
        if (response.HasStarted)
        {
            return Task.CompletedTask;
        }

        var bytes = Encoding.UTF8.GetBytes(body);
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;

        return bytes.Length == 0 || HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
