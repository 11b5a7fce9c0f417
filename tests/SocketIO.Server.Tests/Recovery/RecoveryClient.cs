using System.Text.Json;

namespace SocketIO.Server.Tests;

/// <summary>What a client must remember to come back.</summary>
internal sealed record RecoveryClient(LoopbackClient Client, string Sid, string Pid)
{
    /// <summary>Opens a connection and joins a namespace of a server that recovers.</summary>
    public static async Task<RecoveryClient> ConnectAsync(ServerHarness server, string ns = "/", string auth = "")
    {
        var client = server.Open();
        await client.SendAsync(Prefix(ns) + auth);
        return Read(client, ns, await client.ReceiveAsync());
    }

    /// <summary>Comes back on another connection, and returns all packets up to the answer.</summary>
    public async Task<(RecoveryClient Client, string[] Missed)> ReturnAsync(ServerHarness server, string? offset, string ns = "/")
    {
        var client = server.Open();
        await client.SendAsync(Prefix(ns) + Request(offset));
        var missed = new List<string>();

        while (true)
        {
            var packet = await client.ReceiveAsync();

            if (packet.StartsWith('0'))
            {
                return (Read(client, ns, packet), [.. missed]);
            }

            missed.Add(packet);
        }
    }

    public string Request(string? offset) => offset is null ? $$"""{"pid":"{{Pid}}"}""" : $$"""{"pid":"{{Pid}}","offset":"{{offset}}"}""";

    /// <summary>Takes the next event and returns its offset.</summary>
    public async Task<string> OffsetAsync() => OffsetOf(await Client.ReceiveAsync());

    public static string OffsetOf(string packet)
    {
        var arguments = JsonDocument.Parse(packet[packet.IndexOf('[', StringComparison.Ordinal)..]).RootElement;
        return arguments[arguments.GetArrayLength() - 1].GetString()!;
    }

    /// <summary>An event without its offset.</summary>
    public static string Strip(string packet) => packet[..packet.LastIndexOf(',')] + "]";

    private static string Prefix(string ns) => ns == "/" ? "0" : $"0{ns},";

    private static RecoveryClient Read(LoopbackClient client, string ns, string packet)
    {
        var answer = JsonDocument.Parse(packet[Prefix(ns).Length..]).RootElement;
        Assert.Equal(["sid", "pid"], answer.EnumerateObject().Select(property => property.Name));
        return new RecoveryClient(client, answer.GetProperty("sid").GetString()!, answer.GetProperty("pid").GetString()!);
    }
}
