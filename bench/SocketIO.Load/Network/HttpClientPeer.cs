using System.Buffers.Text;
using System.Text;

namespace SocketIO.Load;

/// <summary>
/// A kept-alive HTTP connection with one request at a time.
/// </summary>
internal sealed class HttpClientPeer(Poller poller, Action<HttpClientPeer, byte[]> onBody) : Peer(poller)
{
    /// <summary>Gets the time at which the last request was sent.</summary>
    public long SentAt { get; private set; }

    public void Get(string path) => SendRequest($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

    public void Post(string path, string body) => SendRequest(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    protected override int OnData(Span<byte> data)
    {
        var head = data.IndexOf("\r\n\r\n"u8);

        if (head < 0)
        {
            return 0;
        }

        if (!data.StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidDataException($"The server refused a request: {Encoding.UTF8.GetString(data)}");
        }

        var length = ContentLength(data[..(head + 2)]);
        var total = head + 4 + length;

        if (data.Length < total)
        {
            return 0;
        }

        onBody(this, data.Slice(head + 4, length).ToArray());
        return total;
    }

    protected override void OnEnd() => throw new InvalidDataException("The server ended a connection.");

    private void SendRequest(string request)
    {
        SentAt = Clock.Now;
        Send(Encoding.ASCII.GetBytes(request));
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var name = "\r\ncontent-length:"u8;

        for (var rest = head; rest.Length > name.Length; rest = rest[1..])
        {
            rest = rest[Math.Max(rest.IndexOf((byte)'\r'), 0)..];

            if (Ascii.EqualsIgnoreCase(rest[..Math.Min(name.Length, rest.Length)], name)
                && Utf8Parser.TryParse(rest[name.Length..].TrimStart((byte)' '), out int length, out _))
            {
                return length;
            }
        }

        throw new InvalidDataException($"A response without Content-Length: {Encoding.UTF8.GetString(head)}");
    }
}
