namespace SocketIO.Samples.Auth;

/// <summary>
/// Which pages may connect: those that this server has served, and programs that are no browser. CORS is not asked when a page opens a
/// WebSocket, and the cookie goes along from other ports and subdomains of the same site: the server must look itself.
/// </summary>
internal static class Origins
{
    public static bool IsOwn(HttpRequest request)
        => request.Headers.Origin.Count == 0 || request.Headers.Origin.ToString() == $"{request.Scheme}://{request.Host}";
}
