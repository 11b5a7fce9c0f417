using SocketIO.Server;

namespace Microsoft.AspNetCore.Builder;

/// <summary>
/// Asks an application's authorization policies about the clients of a namespace.
/// </summary>
public static class SocketIOAuthorizationExtensions
{
    /// <summary>
    /// Lets only those users join a namespace that satisfy authorization policies. Others are refused with the message <c>not authorized</c>.
    /// </summary>
    /// <param name="ns">The namespace. On the server itself, <c>RequireAuthorization</c> is about its HTTP requests, and so about all namespaces.</param>
    /// <param name="policies">The names of the policies. None stands for the default policy.</param>
    /// <returns>The namespace.</returns>
    /// <remarks>
    /// The user is <see cref="ServerSocket.User"/>: the one as whom the client's first HTTP request was authenticated, or whom a middleware that was added
    /// before this call has set. The socket is the policies' resource.
    /// </remarks>
    public static ServerNamespace RequireAuthorization(this ServerNamespace ns, params string[] policies)
    {
        ArgumentNullException.ThrowIfNull(ns);
        ArgumentNullException.ThrowIfNull(policies);
        string[] required = policies.Length == 0 ? [string.Empty] : [.. policies];

        return ns.Use(async (socket, next) =>
        {
            if (!await EventAuthorization.SatisfiesAsync(socket, required))
            {
                throw new ConnectRefusedException("not authorized");
            }

            await next();
        });
    }
}
