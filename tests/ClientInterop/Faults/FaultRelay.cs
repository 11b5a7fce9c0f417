using System.Net;
using System.Net.Sockets;
using SocketIO.Tests;

namespace SocketIO.ClientInterop;

/// <summary>A TCP relay that does to its connections what networks do.</summary>
internal sealed class FaultRelay : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _open = [];
    private readonly List<Task> _running = [];
    private Socket _listener;
    private TaskCompletionSource? _frozen;
    private int _target;

    public FaultRelay(int target)
    {
        _target = target;
        _listener = Listener(0);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        Listen();
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Gets or sets how long everything is kept on its way, in both directions.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Connections to come go there.</summary>
    public void PointTo(int port)
    {
        lock (_gate)
        {
            _target = port;
        }
    }

    /// <summary>Nothing listens any more; open connections stay.</summary>
    public void Refuse() => _listener.Dispose();

    /// <summary>Listens again.</summary>
    public void Accept()
    {
        _listener = Listener(Port);
        Listen();
    }

    /// <summary>Resets every connection.</summary>
    public void Cut() => CloseAll(new LingerOption(true, 0));

    /// <summary>Ends every connection in order.</summary>
    public void End() => CloseAll(new LingerOption(false, 0));

    /// <summary>Keeps every connection open, old or new, and forwards nothing.</summary>
    public void Freeze()
    {
        lock (_gate)
        {
            _frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Forwards again, first of all what was held.</summary>
    public void Thaw()
    {
        lock (_gate)
        {
            _frozen?.SetResult();
            _frozen = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Thaw();
        Cut();
        Task[] running;

        lock (_gate)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running);
    }

    private static Socket Listener(int port)
    {
        // The port is this relay's, whether it listens or not: one that the system gives to connections could be taken in between.
        for (var attempt = 1; ; attempt++)
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

            try
            {
                listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                listener.Bind(new IPEndPoint(IPAddress.Loopback, port == 0 ? FreePorts.Base() : port));
                listener.Listen(64);
                return listener;
            }
            catch (SocketException) when (attempt < 5)
            {
                listener.Dispose();
            }
        }
    }

    private void Listen()
    {
        lock (_gate)
        {
            _running.Add(AcceptAsync(_listener));
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync();

                lock (_gate)
                {
                    _open.Add(client);
                    _running.Add(ServeAsync(client, _target));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It refuses, or is over.
        }
    }

    private async Task ServeAsync(Socket client, int target)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        try
        {
            await server.ConnectAsync(IPAddress.Loopback, target);

            lock (_gate)
            {
                _open.Add(server);
            }

            await Task.WhenAll(ForwardAsync(client, server), ForwardAsync(server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The target is not there, or it was cut before it began.
        }
        finally
        {
            client.Dispose();

            lock (_gate)
            {
                _open.Remove(client);
                _open.Remove(server);
            }
        }
    }

    private async Task ForwardAsync(Socket from, Socket to)
    {
        var buffer = new byte[65536];

        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await ThawedAsync();

                if (Delay > TimeSpan.Zero)
                {
                    await Task.Delay(Delay, TimeProvider.System);
                }

                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }

            await ThawedAsync();
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One end was reset: so is the other.
            from.Close(0);
            to.Close(0);
        }
    }

    private Task ThawedAsync()
    {
        lock (_gate)
        {
            return _frozen?.Task ?? Task.CompletedTask;
        }
    }

    private void CloseAll(LingerOption linger)
    {
        Socket[] open;

        lock (_gate)
        {
            open = [.. _open];
            _open.Clear();
        }

        foreach (var socket in open)
        {
            try
            {
                socket.LingerState = linger;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It is gone already.
            }

            socket.Dispose();
        }
    }
}
