using System.Text;
using SocketIO.FunctionalTests;

namespace SocketIO.Differential;

/// <summary>Makes what carries packets: upgrades, bodies of POSTs, WebSocket frames; right, and nearly right.</summary>
internal sealed class Carriers(Random random, Values values)
{
    // One byte over what the server takes.
    private const int TooMuch = 1_000_001;

    private static readonly string[][] _probes =
    [
        ["2probe", "5"], ["2probe", "5"], ["2probe", "5"], ["2"], ["2Probe"], ["3probe"], ["4x"], ["6"], ["x"],
    ];

    /// <summary>A change from polling to WebSocket, mostly one that succeeds.</summary>
    public Step.Upgrade Upgrade(int client) => new(client, _probes[random.Next(_probes.Length)]);

    /// <summary>A POST of an event, in a body or with headers that may be unusual.</summary>
    public Step.Post Post(int client, string ns)
    {
        var packet = $"42{Events.Prefix(ns)}{random.Next(50)}[\"ack-echo\"{values.Arguments(2)}]";
        var body = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(packet));

        return random.Next(8) switch
        {
            0 => new(client, body, "Content-Type: application/json\r\n"),
            1 => new(client, body, "Content-Type: application/octet-stream\r\n"),
            2 => new(client, body, "Content-Type: text/plain; charset=utf-8\r\n"),
            3 => new(client, body, string.Empty),
            4 => new(client, string.Join('\u001e', Enumerable.Repeat(body, random.Next(2, 6))), "Content-Type: text/plain\r\n"),
            5 => new(client, $"{body}\u001e", "Content-Type: text/plain\r\n"),
            6 => new(client, $"42{Events.Prefix(ns)}[\"echo\",\"{new string('x', TooMuch)}\"]", "Content-Type: text/plain\r\n"),
            _ => new(client, body, "Content-Type: text/plain;charset=UTF-8\r\n"),
        };
    }

    /// <summary>An event in frames as no library would cut it, or frames that are none.</summary>
    public Step.Frames Frames(int client, string ns)
    {
        var packet = Encoding.UTF8.GetBytes($"42{Events.Prefix(ns)}{random.Next(50)}[\"ack-echo\"{values.Arguments(2)}]");
        var cut = random.Next(packet.Length);

        return new(client, random.Next(9) switch
        {
            0 => [new WsFrame(1, packet[..cut]) { Fin = false }, new WsFrame(0, packet[cut..])],
            1 => [new WsFrame(1, packet[..cut]) { Fin = false }, new WsFrame(0, []) { Fin = false }, new WsFrame(0, packet[cut..])],
            2 => [new WsFrame(1, packet[..cut]) { Fin = false }, new WsFrame(9, [1, 2]), new WsFrame(0, packet[cut..])],
            3 => [new WsFrame(10, [3]), new WsFrame(1, packet)],
            4 => [new WsFrame(1, packet) { Rsv = 4 }],
            5 => [new WsFrame(1, packet) { Masked = false }],
            6 => [new WsFrame(0, packet)],
            7 => [new WsFrame(random.Next(3, 8), packet)],
            _ => [new WsFrame(9, new byte[126])],
        });
    }
}
