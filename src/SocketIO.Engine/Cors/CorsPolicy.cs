using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SocketIO.Engine;

/// <summary>
/// Applies <see cref="EngineCorsOptions"/> to requests: which headers are set, and which requests end here.
/// </summary>
/// <remarks>
/// The headers are those of npm's <c>cors</c> package, which the reference uses. Beyond it, a WebSocket handshake from an origin
/// off the list is refused: browsers apply no CORS there, and would send it with the user's cookies.
/// </remarks>
internal sealed partial class CorsPolicy
{
    private const string DefaultMethods = "GET,HEAD,PUT,PATCH,POST,DELETE";

    private readonly ILogger _logger;
    private readonly CorsOrigin _origin;
    private readonly string _methods;
    private readonly string? _allowedHeaders;
    private readonly string _exposedHeaders;
    private readonly string? _maxAge;
    private readonly bool _credentials;
    private readonly bool _preflightContinue;
    private readonly int _optionsSuccessStatus;

    public CorsPolicy(EngineCorsOptions options, ILogger<CorsPolicy> logger)
    {
        _logger = logger;
        _origin = options.Origin;
        _methods = options.Methods is null ? DefaultMethods : string.Join(',', options.Methods);
        _allowedHeaders = options.AllowedHeaders is null ? null : string.Join(',', options.AllowedHeaders);
        _exposedHeaders = options.ExposedHeaders is null ? "" : string.Join(',', options.ExposedHeaders);
        _maxAge = options.MaxAge is { } maxAge ? ((long)maxAge.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null;
        _credentials = options.Credentials;
        _preflightContinue = options.PreflightContinue;
        _optionsSuccessStatus = options.OptionsSuccessStatus;
    }

    /// <summary>
    /// Sets the headers of a response, before anything else of the request is looked at: refusals carry them too.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="isUpgrade">Whether it asks for a WebSocket.</param>
    /// <returns>What the caller is to do next.</returns>
    public ValueTask<CorsOutcome> ApplyAsync(HttpContext context, bool isUpgrade)
        => _origin.Kind == CorsOriginKind.Selector ? ApplySelectedAsync(context, isUpgrade) : new(Apply(context, isUpgrade, _origin));

    /// <summary>
    /// Says whether the page behind a JSONP handshake may read what the session receives: CORS has no say over scripts, so the list of origins must.
    /// </summary>
    /// <param name="context">The request.</param>
    public async ValueTask<bool> AllowsScriptAsync(HttpContext context)
    {
        var origin = _origin;

        if (origin.Kind == CorsOriginKind.Selector)
        {
            try
            {
                origin = await origin.Selector!(RequestOrigin.PageOf(context.Request), context.RequestAborted);
            }
            catch (Exception exception)
            {
                Log.SelectorFailed(_logger, exception);
                return false;
            }
        }

        return origin is not null && RequestOrigin.MayLoadScript(context.Request, origin);
    }

    private async ValueTask<CorsOutcome> ApplySelectedAsync(HttpContext context, bool isUpgrade)
    {
        CorsOrigin selected;

        try
        {
            var origin = context.Request.Headers.Origin;
            selected = await _origin.Selector!(origin.Count == 0 ? null : origin.ToString(), context.RequestAborted);
        }
        catch (Exception exception)
        {
            Log.SelectorFailed(_logger, exception);
            return CorsOutcome.Failed;
        }

        if (selected is null or { Kind: CorsOriginKind.None })
        {
            return isUpgrade && !RequestOrigin.IsAbsentOrOwn(context.Request) ? CorsOutcome.OriginRefused : CorsOutcome.Continue;
        }

        if (selected.Kind == CorsOriginKind.Selector)
        {
            Log.SelectorReturnedSelector(_logger);
            return CorsOutcome.Failed;
        }

        return Apply(context, isUpgrade, selected);
    }

    private CorsOutcome Apply(HttpContext context, bool isUpgrade, CorsOrigin origin)
    {
        if (origin.Kind == CorsOriginKind.None)
        {
            return CorsOutcome.Continue;
        }

        var isListed = RequestOrigin.IsListed(context.Request, origin);

        if (!context.Response.HasStarted)
        {
            SetOrigin(context, origin, isListed);
            SetCommon(context.Response.Headers);
        }

        if (isUpgrade)
        {
            return isListed || RequestOrigin.IsAbsentOrOwn(context.Request) ? CorsOutcome.Continue : CorsOutcome.OriginRefused;
        }

        return HttpMethods.IsOptions(context.Request.Method) ? AnswerPreflight(context) : CorsOutcome.Continue;
    }

    private CorsOutcome AnswerPreflight(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            return CorsOutcome.Answered;
        }

        SetPreflight(context);

        if (_preflightContinue)
        {
            return CorsOutcome.Continue;
        }

        context.Response.StatusCode = _optionsSuccessStatus;

        // Some old browsers wait for a body unless they are told that there is none. Kestrel leaves the header out of a 204,
        // where it is forbidden (RFC 9110, 8.6).
        context.Response.ContentLength = 0;
        return CorsOutcome.Answered;
    }

    private static void SetOrigin(HttpContext context, CorsOrigin origin, bool isListed)
    {
        var headers = context.Response.Headers;

        if (origin.Kind == CorsOriginKind.Any)
        {
            headers.AccessControlAllowOrigin = "*";
            return;
        }

        if (origin.Kind == CorsOriginKind.Fixed)
        {
            headers.AccessControlAllowOrigin = origin.FixedOrigin;
        }
        else if (isListed && RequestOrigin.Reflectable(context.Request.Headers.Origin) is { } reflected)
        {
            headers.AccessControlAllowOrigin = reflected;
        }

        VaryHeader.Append(headers, "Origin");
    }

    private void SetCommon(IHeaderDictionary headers)
    {
        if (_credentials)
        {
            headers.AccessControlAllowCredentials = "true";
        }

        if (_exposedHeaders.Length > 0)
        {
            headers.AccessControlExposeHeaders = _exposedHeaders;
        }
    }

    private void SetPreflight(HttpContext context)
    {
        var headers = context.Response.Headers;
        var allowedHeaders = _allowedHeaders;

        if (allowedHeaders is null)
        {
            allowedHeaders = RequestOrigin.Reflectable(context.Request.Headers.AccessControlRequestHeaders);
            VaryHeader.Append(headers, "Access-Control-Request-Headers");
        }

        if (!string.IsNullOrEmpty(allowedHeaders))
        {
            headers.AccessControlAllowHeaders = allowedHeaders;
        }

        if (_methods.Length > 0)
        {
            headers.AccessControlAllowMethods = _methods;
        }

        if (_maxAge is not null)
        {
            headers.AccessControlMaxAge = _maxAge;
        }
    }
}
