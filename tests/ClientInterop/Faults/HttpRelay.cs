using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace SocketIO.ClientInterop;

/// <summary>A proxy that lets the test decide for each request where it goes: to which port, or to none.</summary>
internal sealed partial class HttpRelay : IAsyncDisposable
{
    private readonly RawServer _server;
    private readonly Func<RequestHead, int?> _route;
    private readonly Lock _gate = new();
    private readonly List<RequestHead> _requests = [];

    /// <summary>Routes requests; those without a target are reset.</summary>
    public HttpRelay(Func<RequestHead, int?> route)
    {
        _route = route;
        _server = new RawServer(ServeAsync);
    }

    public string Url => _server.Url;

    /// <summary>Gets every request in its order.</summary>
    public IReadOnlyList<RequestHead> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>A route that fails so many handshakes, and sends everything else to a port.</summary>
    public static Func<RequestHead, int?> After(int failures, int port)
        => request => request.IsHandshake && Interlocked.Decrement(ref failures) >= 0 ? null : port;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(RawConnection client)
    {
        if (await client.ReadRequestAsync() is not { } request)
        {
            return;
        }

        lock (_gate)
        {
            _requests.Add(request);
        }

        if (_route(request) is not { } port)
        {
            client.Reset();
            return;
        }

        using var upstream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await upstream.ConnectAsync(IPAddress.Loopback, port);
        await using var server = new NetworkStream(upstream);

        // One request for each connection: the next may go elsewhere.
        var head = request.IsUpgrade ? request.Text : ConnectionHeader().Replace(request.Text, "") + "Connection: close\r\n";
        await server.WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head + "\r\n"), .. request.Body]);
        var back = server.CopyToAsync(client.Stream);
        var forth = request.IsUpgrade ? client.Stream.CopyToAsync(server) : client.IgnoreAsync();
        await Task.WhenAny(back, forth);
        upstream.Close();
        client.Close();
        await Quietly(back);
        await Quietly(forth);
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The other direction has ended it.
        }
    }

    [GeneratedRegex("^Connection:.*\r\n", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex ConnectionHeader();
}
