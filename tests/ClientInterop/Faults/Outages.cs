namespace SocketIO.ClientInterop;

/// <summary>The servers that answer during an outage.</summary>
internal static class Outages
{
    public static RawServer Server(Outage outage) => new(outage switch
    {
        Outage.NotFound => Answer(404, "<h1>404 Not Found</h1>", "text/html"),
        Outage.Forbidden => Answer(403, """{"code":4,"message":"Forbidden"}""", "application/json"),
        Outage.BadGateway => Answer(502, "<html><body>502 Bad Gateway</body></html>", "text/html"),
        Outage.Page => Answer(200, "<!DOCTYPE html><html><body>Welcome</body></html>", "text/html"),
        Outage.Hangs => static connection => connection.IgnoreAsync(),
        Outage.Closes => static connection =>
        {
            connection.Close();
            return Task.CompletedTask;
        },
        Outage.Resets => static connection =>
        {
            connection.Reset();
            return Task.CompletedTask;
        },
        Outage.Breaks => static async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\n0{\"sid\"");
            connection.Close();
        },
        _ => throw new ArgumentOutOfRangeException(nameof(outage), outage, "No server is needed for it."),
    });

    private static Func<RawConnection, Task> Answer(int status, string body, string type) => async connection =>
    {
        while (await connection.ReadRequestAsync() is not null)
        {
            await connection.AnswerAsync(status, body, type);
        }
    };
}
