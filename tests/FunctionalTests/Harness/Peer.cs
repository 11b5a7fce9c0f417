using System.Text.Json;

namespace SocketIO.FunctionalTests;

/// <summary>One Engine.IO session seen from its client, on either transport. It never answers anything by itself.</summary>
internal abstract class Peer(Target target) : IDisposable
{
    /// <summary>The ack that <see cref="AssertAliveAsync"/> uses; no test has a use for it.</summary>
    private const string AliveAck = "990099";

    public Target Target { get; } = target;

    /// <summary>Gets the session's id.</summary>
    public string Sid { get; protected set; } = "";

    /// <summary>Gets the id of the socket that <see cref="JoinAsync"/> joined last.</summary>
    public string SocketId { get; private set; } = "";

    public abstract string Transport { get; }

    /// <summary>Sends Engine.IO packets together: one POST, or frames in one segment.</summary>
    public abstract Task SendAsync(params IEnumerable<string> packets);

    /// <summary>Sends a packet and its attachments together.</summary>
    public abstract Task SendAsync(string packet, params IEnumerable<byte[]> attachments);

    /// <summary>Gets the next Engine.IO packet; a binary message as <c>b</c> and base64, on both transports.</summary>
    public abstract Task<string> NextAsync(string what);

    /// <summary>Waits for the end that a bad Socket.IO packet brings: no more packets, a close without a code.</summary>
    public abstract Task AssertForcedCloseAsync();

    /// <summary>Waits for the end that a bad Engine.IO packet brings.</summary>
    public abstract Task AssertParseErrorAsync();

    public abstract void Dispose();

    /// <summary>Joins a namespace and waits for the answer.</summary>
    public async Task JoinAsync(string ns = "/")
    {
        var prefix = ns == "/" ? "40" : $"40{ns},";

        if (Target.IsV3)
        {
            await JoinV3Async(ns, prefix);
            return;
        }

        await SendAsync(prefix);
        SocketId = SidOf(await NextAsync($"the answer to CONNECT {ns}"), prefix);
    }

    // The server joins the main namespace by itself, and the client makes up the ids of its sockets.
    private async Task JoinV3Async(string ns, string prefix)
    {
        if (ns != "/")
        {
            await SendAsync(prefix);
        }

        Assert.Equal(prefix, await NextAsync($"the answer to CONNECT {ns}"));
        SocketId = ns == "/" ? Sid : $"{ns}#{Sid}";
    }

    /// <summary>The id in the answer to a CONNECT.</summary>
    public static string SidOf(string packet, string prefix = "40")
    {
        Assert.StartsWith(prefix + "{\"sid\":", packet, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(packet.AsMemory(prefix.Length));
        return json.RootElement.GetProperty("sid").GetString()!;
    }

    /// <summary>Everything sent before has been handled, nothing was sent in answer, and the session still works.</summary>
    public async Task AssertAliveAsync()
    {
        await SendAsync($"42{AliveAck}[\"alive\"]");
        Assert.Equal($"43{AliveAck}[\"yes\"]", await NextAsync("the proof of life"));
    }

    /// <summary>Asserts the next packet.</summary>
    public async Task AssertNextAsync(string packet) => Assert.Equal(packet, await NextAsync(packet));

    /// <summary>Asserts the next packet, a binary message.</summary>
    public Task AssertNextAsync(params byte[] attachment) => AssertNextAsync("b" + Convert.ToBase64String(attachment));

    protected static string ReadSid(string open)
    {
        Assert.StartsWith("0{", open, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(open.AsMemory(1));
        return json.RootElement.GetProperty("sid").GetString()!;
    }
}
