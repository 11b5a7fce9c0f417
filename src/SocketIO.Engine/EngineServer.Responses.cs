using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SocketIO.Engine;

public sealed partial class EngineServer
{
    /// <summary>Answers a polling request of a session.</summary>
    internal async Task RespondAsync(HttpContext context, EngineSession session, PollingResponse answer, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = answer.ContentType;
        response.Headers.CacheControl = "no-store";

        if (answer.IsScript)
        {
            response.Headers.XContentTypeOptions = "nosniff";
        }

        AddSessionHeaders(context, session);

        var encoding = PollingCompression.Choose(context.Request, Options.HttpCompression, answer.Body.Length, answer.Compress);

        if (encoding is null)
        {
            response.ContentLength = answer.Body.Length;
            await response.Body.WriteAsync(answer.Body, cancellationToken);
            return;
        }

        var compressed = new ArrayBufferWriter<byte>(answer.Body.Length / 2);
        PollingCompression.Compress(new ReadOnlySequence<byte>(answer.Body), encoding, Options.HttpCompression!.Level, compressed);
        response.Headers.ContentEncoding = encoding;
        response.ContentLength = compressed.WrittenCount;
        await response.Body.WriteAsync(compressed.WrittenMemory, cancellationToken);
    }

    /// <summary>Refuses a request with one of the six errors of the protocol, and tells the application.</summary>
    internal Task RefuseAsync(HttpContext context, RequestRefusal refusal, bool isUpgrade)
    {
        Log.Refused(_logger, (int)refusal.Error, refusal.Message, refusal.Context.TryGetValue("name", out var name) ? name : null);

        if (refusal.Error is RequestError.UnknownSession)
        {
            _unknownSessions?.Tell((string)refusal.Context["sid"]!);
        }

        RaiseConnectionError(context, refusal);
        return isUpgrade ? EngineErrors.WriteUpgradeAsync(context, refusal) : EngineErrors.WriteAsync(context, refusal);
    }

    private void AddSessionHeaders(HttpContext context, EngineSession session)
    {
        if (session.TryTakeFirstResponse())
        {
            RaiseHeaders(_initialHeadersHandlers, context);

            if (Options.Cookie is { } cookie && session.Transport is TransportKind.Polling)
            {
                context.Response.Headers.Append(HeaderNames.SetCookie, EngineCookie.Format(cookie, session.Id, context.Request.IsHttps));
            }
        }

        RaiseHeaders(_headersHandlers, context);
    }

    private async ValueTask<bool> TryAnswerCrossOriginAsync(HttpContext context, bool isUpgrade)
    {
        if (_cors is null)
        {
            return false;
        }

        switch (await _cors.ApplyAsync(context, isUpgrade))
        {
            case CorsOutcome.Answered:
                return true;

            case CorsOutcome.Failed:
                await RefuseAsync(context, RequestRefusal.MiddlewareFailure(), isUpgrade);
                return true;

            case CorsOutcome.OriginRefused:
                await RefuseAsync(context, RequestRefusal.Forbidden(null), isUpgrade);
                return true;

            default:
                return false;
        }
    }
}
