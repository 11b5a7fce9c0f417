using System.Net;
using System.Net.Sockets;
using System.Text;
using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>A TCP connection whose every byte is the test's own.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private RawConnection(Socket socket) => _socket = socket;

    public static async Task<RawConnection> OpenAsync(Target target, int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        if (receiveBuffer is { } size)
        {
            // Must be set before the connection is made, or the window has been announced already.
            socket.ReceiveBufferSize = size;
        }

        try
        {
            await Wait.For($"a connection to {target}", socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target.Port)));
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new RawConnection(socket);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var sent = await Wait.For($"the server to take {bytes.Length} bytes", _socket.SendAsync(bytes, SocketFlags.None).AsTask());
            bytes = bytes[sent..];
        }
    }

    /// <summary>Sends in segments of their own as far as TCP lets one: Nagle's algorithm is off.</summary>
    public async Task SendByteByByteAsync(ReadOnlyMemory<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            await SendAsync(bytes.Slice(i, 1));
        }
    }

    /// <summary>Sends what the server may refuse to take to the end; a reset or a closed connection is no failure here.</summary>
    public async Task TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await SendAsync(bytes);
        }
        catch (SocketException)
        {
            // The answer tells; it is read next.
        }
    }

    public async Task<byte[]> ReadExactlyAsync(int count, string what)
    {
        var bytes = new byte[count];

        for (var done = 0; done < count;)
        {
            if (_start == _end && await FillAsync(what) is { } end)
            {
                throw new IOException($"{what}: the connection ended ({end}) after {done} of {count} bytes.");
            }

            var take = Math.Min(count - done, _end - _start);
            _buffer.AsSpan(_start, take).CopyTo(bytes.AsSpan(done));
            _start += take;
            done += take;
        }

        return bytes;
    }

    /// <summary>Reads up to CR LF, which is not part of the result.</summary>
    public async Task<string> ReadLineAsync(string what)
    {
        var line = new StringBuilder();

        while (true)
        {
            var value = (await ReadExactlyAsync(1, what))[0];

            if (value == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)value);
        }
    }

    /// <summary>Reads until the server ends the connection.</summary>
    public async Task<(byte[] Bytes, ConnectionEnd End)> ReadToEndAsync(string what)
    {
        var rest = new List<byte>();

        while (true)
        {
            rest.AddRange(_buffer.AsSpan(_start, _end - _start));
            _start = _end;

            if (await FillAsync(what) is { } end)
            {
                return (rest.ToArray(), end);
            }
        }
    }

    /// <summary>Tells whether bytes have arrived that were not read yet.</summary>
    public bool HasUnreadBytes => _start != _end || _socket.Available > 0;

    /// <summary>FIN: nothing more comes from here, but answers are still read.</summary>
    public void FinishSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>RST.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<ConnectionEnd?> FillAsync(string what)
    {
        _start = _end = 0;

        try
        {
            _end = await Wait.For(what, _socket.ReceiveAsync(_buffer, SocketFlags.None));
            return _end == 0 ? ConnectionEnd.Fin : null;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted)
        {
            return ConnectionEnd.Reset;
        }
    }
}
