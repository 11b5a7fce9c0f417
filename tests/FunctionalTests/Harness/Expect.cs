namespace SocketIO.FunctionalTests;

/// <summary>The refusals of an Engine.IO server, by their code.</summary>
internal static class Expect
{
    private static readonly string[] Messages =
        ["Transport unknown", "Session ID unknown", "Bad handshake method", "Bad request", "Forbidden", "Unsupported protocol version"];

    public static string MessageOf(int code) => Messages[code];

    /// <summary>A refused HTTP request: <c>400/n</c> or <c>403/4</c> in the catalogue.</summary>
    public static void Refused(HttpReply reply, int code, string? message = null)
    {
        Assert.True(reply.Status == (code == 4 ? 403 : 400), $"Expected a refusal with code {code}, got {reply}");
        Assert.Equal($$"""{"code":{{code}},"message":"{{message ?? Messages[code]}}"}""", reply.Text);
        Assert.Equal("application/json", reply.Header("Content-Type"));
    }

    /// <summary>A refused upgrade: the bare message, before any 101.</summary>
    public static void UpgradeRefused(HttpReply reply, int code)
    {
        Assert.True(reply.Status == 400, $"Expected a refused upgrade with code {code}, got {reply}");
        Assert.Equal(Messages[code], reply.Text);
    }
}
