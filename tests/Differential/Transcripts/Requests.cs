using SocketIO.Tests;

namespace SocketIO.Differential;

/// <summary>Makes HTTP requests: most of them nearly right, some for a session of the transcript.</summary>
internal sealed class Requests(Random random, Values values, Profile profile)
{
    private static readonly string[] _methods = ["GET", "GET", "GET", "GET", "GET", "POST", "OPTIONS", "HEAD", "PUT", "DELETE", "PATCH"];

    private static readonly string[] _files =
    [
        "socket.io.js", "socket.io.min.js", "socket.io.js.map", "socket.io.min.js.map", "socket.io.msgpack.min.js", "socket.io.esm.min.js", "socket.io.esm.min.js.map", "socket.io.msgpack.min.js.map",
        "socket.io.js?x=1", "socket.io.css", "Socket.io.js", "socket.io.min", "", "index.html", "socket.io.js/", "x/socket.io.js",
    ];

    /// <summary>A request of a session, or of none.</summary>
    public Step.Request Any(int sessions)
    {
        if (random.Next(6) == 0)
        {
            return File();
        }

        var sid = random.Next(4) switch
        {
            0 when sessions > 0 => $"&sid={{sid:{random.Next(sessions)}}}",
            1 => values.Pick("&sid=unknown", "&sid=", "&sid=__proto__", "&sid=%20", "&sid=constructor", "&sid=AAAAAAAAAAAAAAAAAAAA"),
            _ => "",
        };

        var eio = values.Pick("EIO=4", "EIO=4", "EIO=4", "EIO=4", "EIO=4", "EIO=4", "EIO=3", "EIO=5", "EIO=", "EIO=4x", "EIO", "eio=4", "");
        var transport = values.Pick("&transport=polling", "&transport=polling", "&transport=polling", "&transport=websocket", "&transport=webtransport", "&transport=Polling", "&transport=", "&transport", "&transport=flashsocket", "&transport=toString", "");
        var rest = values.Pick("", "", "", "&t=abc", "&b64=1", "&j=0", "&a=1&b=2", "&a[]=1", "&deny=1", "&denymsg=1", "&denyslow=1", "&%zz", "&é", "&=", "&&");
        var asWebSocket = random.Next(5) == 0;
        var method = asWebSocket && random.Next(6) != 0 ? "GET" : values.Pick(_methods);

        // A poll that waits would wait for ever, and a body of a session is the business of other steps.
        if (sid.StartsWith("&sid={", StringComparison.Ordinal) && method is "GET" or "HEAD" or "POST" && transport == "&transport=polling" && !asWebSocket)
        {
            transport = "&transport=websocket";
        }

        return new Step.Request(method, $"?{eio}{transport}{sid}{rest}", Headers(), method is "POST" or "PUT" or "PATCH" && !asWebSocket ? values.Pick("", "4x", "40") : null, asWebSocket);
    }

    /// <summary>A file below the path.</summary>
    public Step.Request File()
    {
        var path = profile == Profile.Strict ? "/my-custom-path/" : profile == Profile.Engine ? "/engine.io/" : "/socket.io/";
        var headers = values.Pick("", "", "", "Accept-Encoding: gzip\r\n", "Accept-Encoding: br\r\n", "Accept-Encoding: gzip, deflate, br\r\n", "Accept-Encoding: deflate;q=0.5, gzip;q=0.4\r\n", "Accept-Encoding: identity\r\n",
            "If-None-Match: \"4.8.4\"\r\n", "If-None-Match: W/\"4.8.4\"\r\n", "If-None-Match: \"4.8.3\"\r\n", "If-None-Match: *\r\n", "Origin: http://allowed.test\r\n");
        return new Step.Request("GET", path + values.Pick(_files), headers);
    }

    public string Headers() => string.Concat(
        values.Pick("", "", "Origin: http://allowed.test\r\n", "Origin: http://second.test\r\n", "Origin: http://other.test\r\n", "Origin: null\r\n"),
        values.Pick("", "", "", "Access-Control-Request-Method: POST\r\n", "Access-Control-Request-Headers: x-a, x-b\r\n"),
        values.Pick("", "", "", "Cookie: sio=abc\r\n", "User-Agent: Mozilla/5.0 (compatible; MSIE 10.0; Trident/6.0)\r\n", "X-Forwarded-For: 1.2.3.4\r\n", "Accept-Encoding: gzip\r\n"));
}
