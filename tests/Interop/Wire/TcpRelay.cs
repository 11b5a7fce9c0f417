using System.Net;
using System.Net.Sockets;

namespace SocketIO.Tests;

/// <summary>A TCP relay whose connections can be cut.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HashSet<TcpClient> _open = [];
    private readonly List<Task> _forwarding = [];
    private readonly int _target;
    private readonly Task _accepting;
    private bool _isDown;

    public TcpRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Resets every connection, and every new one until the action is over.</summary>
    public async Task DownWhile(Func<Task> action)
    {
        lock (_gate)
        {
            _isDown = true;
            ResetLocked();
        }

        await action();

        lock (_gate)
        {
            _isDown = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;

        lock (_gate)
        {
            ResetLocked();
        }

        await Task.WhenAll(_forwarding);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                client.LingerState = new LingerOption(true, 0);
                var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _target);

                lock (_gate)
                {
                    _open.UnionWith([client, server]);
                    _forwarding.Add(ForwardAsync(client, server));
                    _forwarding.Add(ForwardAsync(server, client));

                    if (_isDown)
                    {
                        ResetLocked();
                    }
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The relay is over.
        }
    }

    private static async Task ForwardAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It was cut.
        }
        finally
        {
            from.Close();
            to.Close();
        }
    }

    private void ResetLocked()
    {
        foreach (var client in _open)
        {
            client.Close();
        }

        _open.Clear();
    }
}
