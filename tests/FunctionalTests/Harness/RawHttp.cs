using System.Globalization;
using System.Text;

namespace SocketIO.FunctionalTests;

/// <summary>An HTTP/1.1 client that can say anything: malformed, chunked, slow, pipelined, cut short.</summary>
internal sealed class RawHttp : IDisposable
{
    private RawHttp(RawConnection connection) => Connection = connection;

    public RawConnection Connection { get; }

    public static async Task<RawHttp> ConnectAsync(Target target, int? receiveBuffer = null) =>
        new(await RawConnection.OpenAsync(target, receiveBuffer));

    /// <summary>One request on a connection of its own.</summary>
    public static async Task<HttpReply> AskAsync(Target target, string method, string url, string headers = "", byte[]? body = null)
    {
        using var http = await ConnectAsync(target);
        await http.SendRequestAsync(method, url, headers, body);
        return await http.ReadReplyAsync(method);
    }

    public static Task<HttpReply> GetAsync(Target target, string url, string headers = "") => AskAsync(target, "GET", url, headers);

    /// <summary>The bytes of a request's head. <paramref name="headers"/> are lines that each end in CR LF.</summary>
    public static byte[] Head(string method, string url, string headers = "") =>
        Encoding.Latin1.GetBytes($"{method} {url} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");

    /// <summary>The bytes of a whole request.</summary>
    public static byte[] Request(string method, string url, string headers = "", byte[]? body = null) => body is null
        ? Head(method, url, headers)
        : [.. Head(method, url, $"{headers}Content-Length: {body.Length}\r\n"), .. body];

    public Task SendRequestAsync(string method, string url, string headers = "", byte[]? body = null) =>
        Connection.SendAsync(Request(method, url, headers, body));

    public async Task SendChunkAsync(ReadOnlyMemory<byte> chunk)
    {
        await Connection.SendAsync(chunk.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        await Connection.SendAsync(chunk);
        await Connection.SendAsync("\r\n");
    }

    public Task FinishChunksAsync() => Connection.SendAsync("0\r\n\r\n");

    public async Task<HttpReply> ReadReplyAsync(string method = "GET")
    {
        var what = $"the answer to {method}";
        var statusLine = (await Connection.ReadLineAsync(what)).Split(' ', 3);
        Assert.Equal("HTTP/1.1", statusLine[0]);
        var headers = new List<KeyValuePair<string, string>>();

        for (var line = await Connection.ReadLineAsync(what); line.Length > 0; line = await Connection.ReadLineAsync(what))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        var reply = new HttpReply(int.Parse(statusLine[1], CultureInfo.InvariantCulture), statusLine.ElementAtOrDefault(2) ?? "", headers, []);
        return method == "HEAD" || reply.Status is 101 or 204 or 304 ? reply : reply with { Body = await ReadBodyAsync(reply, what) };
    }

    /// <summary>Reads until the server ends the connection, which it must do without another byte.</summary>
    public async Task<ConnectionEnd> ReadEndAsync(string what)
    {
        var (rest, end) = await Connection.ReadToEndAsync(what);
        Assert.Equal("", Encoding.Latin1.GetString(rest));
        return end;
    }

    public void Dispose() => Connection.Dispose();

    private async Task<byte[]> ReadBodyAsync(HttpReply reply, string what)
    {
        if (reply.Header("Content-Length") is { } length)
        {
            return await Connection.ReadExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture), what);
        }

        if (reply.Header("Transfer-Encoding") is not "chunked")
        {
            return (await Connection.ReadToEndAsync(what)).Bytes;
        }

        var body = new List<byte>();

        while (true)
        {
            var size = int.Parse(await Connection.ReadLineAsync(what), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            body.AddRange(await Connection.ReadExactlyAsync(size, what));
            await Connection.ReadLineAsync(what);

            if (size == 0)
            {
                return body.ToArray();
            }
        }
    }
}
