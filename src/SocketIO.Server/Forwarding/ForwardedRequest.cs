using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SocketIO.Server;

/// <summary>
/// A request that another server has taken, made anew here.
/// </summary>
internal sealed class ForwardedRequest : IHttpRequestLifetimeFeature, IDisposable
{
    private readonly CancellationTokenSource _aborted = new();
    private readonly MemoryStream _response = new();

    public ForwardedRequest(ForwardMessage request, IServiceProvider services)
    {
        Context = new DefaultHttpContext { RequestServices = services };
        Context.Features.Set<IHttpRequestLifetimeFeature>(this);
        Context.Request.Method = request.Method;
        Context.Request.Scheme = request.Scheme;
        Context.Request.Host = new HostString(request.Host);
        Context.Request.Path = request.Path;
        Context.Request.QueryString = new QueryString(request.Query);
        Context.Connection.RemoteIpAddress = IPAddress.TryParse(request.Address, out var address) ? address : null;

        foreach (var (name, value) in request.Headers)
        {
            Context.Request.Headers.Append(name, value);
        }

        Context.Request.Body = new MemoryStream(request.Body.ToArray(), writable: false);
        Context.Request.ContentLength = request.Body.Length;
        Context.Response.Body = _response;
    }

    public DefaultHttpContext Context { get; }

    public CancellationToken RequestAborted { get => _aborted.Token; set => throw new NotSupportedException(); }

    public void Abort() => _aborted.Cancel();

    public ForwardMessage ToResponse(long id) => new()
    {
        Kind = _aborted.IsCancellationRequested ? ForwardKind.Abort : ForwardKind.Response,
        Id = id,
        Status = Context.Response.StatusCode,
        Headers = [.. Context.Response.Headers.Select(static header => new KeyValuePair<string, string>(header.Key, header.Value.ToString()))],
        Body = _response.ToArray(),
    };

    public void Dispose() => _aborted.Dispose();
}
