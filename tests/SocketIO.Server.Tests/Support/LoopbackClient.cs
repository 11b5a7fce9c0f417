using System.Text;
using System.Text.Json;
using SocketIO.Engine;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>A client that speaks packets: what it sends is written out, and what it gets is compared as text.</summary>
internal sealed class LoopbackClient(LoopbackTransport transport, EngineSession session)
{
    // The handshake is the session's first packet.
    private int _read = 1;

    public LoopbackTransport Transport => transport;

    public EngineSession Session => session;

    public bool IsClosed => session.Closed.IsCompleted;

    /// <summary>Gets all that the server has sent but the handshake, without the digit of the message type.</summary>
    public IReadOnlyList<string> All => [.. transport.Sent.Skip(1).Select(TextOf)];

    /// <summary>Sends messages in one batch, for example <c>0</c> or <c>2["hello"]</c>.</summary>
    public Task SendAsync(params string[] messages) => transport.ReceiveAsync(Array.ConvertAll(messages, m => "4" + m));

    public Task SendAsync(byte[] binary) => transport.ReceiveAsync(binary);

    /// <summary>Joins a namespace and returns the socket's id.</summary>
    public async Task<string> JoinAsync(string ns = "/", string auth = "")
    {
        var prefix = ns == "/" ? "0" : $"0{ns},";
        await SendAsync(prefix + auth);
        var answer = await ReceiveAsync();
        Assert.StartsWith(prefix + "{\"sid\":\"", answer);
        return JsonDocument.Parse(answer[prefix.Length..]).RootElement.GetProperty("sid").GetString()!;
    }

    /// <summary>Joins a namespace after having taken some packets that are known to have arrived.</summary>
    public async Task JoinAfterAsync(string ns, int packets)
    {
        for (var i = 0; i < packets; i++)
        {
            await ReceiveAsync();
        }

        await JoinAsync(ns);
    }

    /// <summary>Takes the next packet, waiting for it if need be.</summary>
    public async Task<string> ReceiveAsync()
    {
        await Wait.Until("the server sends a packet", () => transport.Sent.Count > _read, () => $"{string.Join(" | ", All)}; closed: {IsClosed}");
        return TextOf(transport.Sent[_read++]);
    }

    /// <summary>Takes the next packet and its attachments.</summary>
    public async Task<(string Text, byte[][] Attachments)> ReceiveBinaryAsync()
    {
        await Wait.Until("the server sends a packet", () => transport.Sent.Count > _read);
        var packet = transport.Sent[_read++];
        var attachments = new byte[packet.Attachments.Length][];

        for (var i = 0; i < attachments.Length; i++)
        {
            attachments[i] = packet.Attachments[i].ToArray();
        }

        return (TextOf(packet), attachments);
    }

    /// <summary>Takes what has arrived and was not taken yet.</summary>
    public string[] Drain()
    {
        string[] rest = [.. transport.Sent.Skip(_read).Select(TextOf)];
        _read += rest.Length;
        return rest;
    }

    public async Task ClosedAsync() => await Wait.For("the connection to close", session.Closed);

    public void Lose() => transport.Lose();

    private static string TextOf(EncodedPacket packet)
    {
        var text = Encoding.UTF8.GetString(packet.Text.Span);
        return text.StartsWith('4') ? text[1..] : $"({text})";
    }
}
