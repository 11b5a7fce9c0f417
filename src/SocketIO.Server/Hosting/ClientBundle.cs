using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using SocketIO.Engine;

namespace SocketIO.Server;

/// <summary>
/// Serves the JavaScript client to browsers, as <c>&lt;script src="/socket.io/socket.io.js"&gt;</c> asks for it.
/// </summary>
internal sealed partial class ClientBundle
{
    private const string Missing =
        "The Socket.IO JavaScript client is not part of this server: npm was not available when the SocketIO.Server assembly was built. "
        + "Install Node.js with npm and rebuild, or serve the client from your own files.";

    private readonly ClientBundleFiles _files;
    private readonly CorsPolicy? _cors;
    private readonly ILogger _logger;
    private readonly EntityTagHeaderValue? _etag;
    private int _isMissingLogged;

    public ClientBundle(ClientBundleFiles files, EngineCorsOptions? cors, ILoggerFactory loggers)
    {
        _files = files;
        _cors = cors is null ? null : new CorsPolicy(cors, loggers.CreateLogger<CorsPolicy>());
        _logger = loggers.CreateLogger<ClientBundle>();
        _etag = files.Version is null ? null : new EntityTagHeaderValue($"\"{files.Version}\"");
    }

    /// <summary>
    /// Answers a request for one of the client's files.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The file: one for which <see cref="ClientBundleFiles.Contains"/> is true.</param>
    public async Task ServeAsync(HttpContext context, string name)
    {
        if (_cors is not null && await _cors.ApplyAsync(context, isUpgrade: false) is var outcome and not CorsOutcome.Continue)
        {
            if (outcome == CorsOutcome.Failed)
            {
                await EngineErrors.WriteAsync(context, RequestRefusal.MiddlewareFailure());
            }

            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
        }
        else if (_etag is null)
        {
            await WriteMissingAsync(context);
        }
        else
        {
            await WriteFileAsync(context, name, _etag);
        }
    }

    private async Task WriteFileAsync(HttpContext context, string name, EntityTagHeaderValue etag)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=0";
        headers.ETag = etag.ToString();

        // Not in the reference: without it a shared cache might hand a compressed file to a client that cannot read it.
        VaryHeader.Append(headers, "Accept-Encoding");

        if (IsKnown(context.Request, etag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var encoding = AcceptEncoding.Choose(context.Request.Headers.AcceptEncoding.ToString(), "br", "gzip", "deflate");
        await using var content = _files.Open(name, encoding);

        context.Response.ContentType = name.EndsWith(".map", StringComparison.Ordinal)
            ? "application/json; charset=utf-8"
            : "application/javascript; charset=utf-8";
        context.Response.ContentLength = content.Length;

        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            await content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue etag)
    {
        if (!EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known))
        {
            return false;
        }

        foreach (var tag in known)
        {
            if (tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(etag, useStrongComparison: false))
            {
                return true;
            }
        }

        return false;
    }

    private Task WriteMissingAsync(HttpContext context)
    {
        if (Interlocked.Exchange(ref _isMissingLogged, 1) == 0)
        {
            Log.ClientMissing(_logger);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(Missing, context.RequestAborted);
    }
}
