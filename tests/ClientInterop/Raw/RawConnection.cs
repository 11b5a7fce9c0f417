using System.Net.Sockets;
using System.Text;

namespace SocketIO.ClientInterop;

/// <summary>The server's end of a connection, byte by byte.</summary>
internal sealed class RawConnection(Socket socket, Stream stream)
{
    private byte[] _ahead = [];

    public Stream Stream => stream;

    /// <summary>Reads a request with its body; nothing when the client has closed.</summary>
    public async Task<RequestHead?> ReadRequestAsync()
    {
        while (true)
        {
            var end = _ahead.AsSpan().IndexOf("\r\n\r\n"u8);

            if (end >= 0)
            {
                var text = Encoding.Latin1.GetString(_ahead, 0, end + 2);
                _ahead = _ahead[(end + 4)..];
                return RequestHead.Parse(text, await ReadExactlyAsync(RequestHead.LengthOf(text)));
            }

            if (!await ReadMoreAsync())
            {
                return null;
            }
        }
    }

    /// <summary>Reads so many bytes, or throws when the client ends before.</summary>
    public async Task<byte[]> ReadExactlyAsync(int count)
    {
        while (_ahead.Length < count)
        {
            if (!await ReadMoreAsync())
            {
                throw new EndOfStreamException();
            }
        }

        var bytes = _ahead[..count];
        _ahead = _ahead[count..];
        return bytes;
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task WriteAsync(byte[] bytes) => await stream.WriteAsync(bytes);

    public Task AnswerAsync(int status, string body, string type = "text/plain; charset=UTF-8", string more = "")
        => WriteAsync($"HTTP/1.1 {status} Whatever\r\nContent-Type: {type}\r\n{more}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>Waits until the client goes away, and answers nothing.</summary>
    public async Task IgnoreAsync()
    {
        while (await ReadMoreAsync())
        {
            _ahead = [];
        }
    }

    /// <summary>Ends the connection in order.</summary>
    public void Close() => socket.Close();

    public void Reset() => socket.Close(0);

    private async Task<bool> ReadMoreAsync()
    {
        var buffer = new byte[65536];
        var count = await stream.ReadAsync(buffer);
        _ahead = [.. _ahead, .. buffer[..count]];
        return count > 0;
    }
}
