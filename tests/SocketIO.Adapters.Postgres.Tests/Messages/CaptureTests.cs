using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Adapters.Postgres.Tests;

/// <summary>
/// What JavaScript has written is understood, and what this writes for the same operation says the same.
/// </summary>
public sealed class CaptureTests
{
    private static readonly JsonArgumentSerializer s_serializer = JsonArgumentSerializer.Default;

    [Fact, Trait("Spec", "ADP-014"), Trait("Spec", "ADP-015"), Trait("Spec", "ADP-058")]
    public void Messages_in_notifications_are_written_as_JavaScript_does()
    {
        var count = 0;

        foreach (var (step, channel, payload) in Capture.Notifications.Where(static entry => !IsHeader(entry.Payload)))
        {
            var message = Read(step, payload, channel);
            Assert.Equal(channel, ChannelName.Of(channel[..channel.IndexOf('#', StringComparison.Ordinal)], message.Namespace));
            var written = PostgresCodec.Encode(message, new Lane(channel), s_serializer, threshold: 8000);
            Assert.Null(written.Body);
            Assert.Equal(Normal(payload, message.Namespace), Normal($"{written.Head},\"n\":1}}", message.Namespace));
            count++;
        }

        Assert.Equal(115, count);
    }

    [Fact, Trait("Spec", "ADP-059"), Trait("Spec", "ADP-062")]
    public void Messages_in_rows_are_written_as_JavaScript_does()
    {
        var count = 0;

        foreach (var (step, id, row, decoded) in Capture.Attachments)
        {
            Assert.True(JsonNode.DeepEquals(decoded, Plain(row)), step);
            var header = Capture.Notifications.Single(entry => IsHeader(entry.Payload) && (string)JsonNode.Parse(entry.Payload)!["attachmentId"]! == id);
            Assert.True(Notification.TryRead(header.Payload, out var notification), step);
            Assert.Equal(id, $"{notification.AttachmentId}");

            Assert.True(PostgresCodec.TryDecode(row, s_serializer, header.Channel.Split('#')[1], out var message), step);
            Assert.Equal(message!.Type, notification.Type);
            Assert.Equal(message.Uid, notification.Uid);
            var written = PostgresCodec.Encode(message, new Lane(header.Channel), s_serializer, threshold: 1);
            Assert.Equal(header.Payload, written.Head + $",\"attachmentId\":\"{id}\"}}");
            Assert.Equal(Normal(Plain(row).ToJsonString(), message.Namespace), Normal(Plain(written.Body!).ToJsonString(), message.Namespace));
            count++;
        }

        Assert.Equal(20, count);
    }

    [Fact, Trait("Spec", "ADP-059")]
    public async Task Rows_are_read_by_JavaScript_as_they_were_meant()
    {
        var rows = Capture.Attachments.Select(entry =>
        {
            Assert.True(PostgresCodec.TryDecode(entry.Row, s_serializer, "/", out var message), entry.Step);
            return PostgresCodec.Encode(message!, new Lane("c"), s_serializer, threshold: 1).Body!;
        }).ToArray();

        var read = await NodeScript.RunAsync<string[]>(
            """
            const { decode } = require("@msgpack/msgpack");
            const mark = v => v instanceof Uint8Array ? { $bin: Buffer.from(v).toString("hex") }
              : Array.isArray(v) ? v.map(mark)
              : v && typeof v === "object" ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, mark(x)])) : v;
            return input.map(row => JSON.stringify(mark(decode(Buffer.from(row, "base64")))));
            """,
            rows);

        Assert.Equal(Capture.Attachments.Select(static entry => Normal(entry.Decoded.ToJsonString(), "/")), read.Select(static row => Normal(row, "/")));
    }

    [Fact, Trait("Spec", "ADP-059")]
    public void Binary_data_of_sockets_goes_into_a_row_and_is_understood_where_JavaScript_puts_it_into_JSON()
    {
        const string FromNode = """{"type":8,"data":{"requestId":"r","sockets":[{"id":"s","handshake":{},"rooms":["s"],"data":{"key":{"type":"Buffer","data":[1,2,255]},"odd":{"type":"Buffer","data":[256]}}}]},"uid":"node","nsp":"/"}""";
        var message = Read("a socket with a Buffer", FromNode, "socket.io#/");
        var data = Assert.Single(message.Sockets).Data;
        Assert.Equal([1, 2, 255], Assert.IsType<byte[]>(data["key"]));
        Assert.IsType<JsonElement>(data["odd"]);

        var written = PostgresCodec.Encode(message, new Lane("c"), s_serializer, threshold: 8000);
        Assert.NotNull(written.Body);
        Assert.Equal("0102ff", (string)Plain(written.Body)["data"]!["sockets"]![0]!["data"]!["key"]!["$bin"]!);
    }

    [Theory, Trait("Spec", "ADP-059")]
    [InlineData(7000, false)]
    [InlineData(7999, true)]
    [InlineData(9000, true)]
    public void What_a_notification_could_not_carry_goes_into_a_row(int length, bool isInRow)
    {
        var payload = new ClusterPayload(Encoding.UTF8.GetBytes($"[\"large\",\"{new string('x', length)}\"]"));
        var message = new ClusterMessage { Type = ClusterMessageType.Broadcast, Uid = "u", Target = Target.Everyone, Payload = payload };
        Assert.Equal(isInRow, PostgresCodec.Encode(message, new Lane("c"), s_serializer, threshold: 1_000_000).Body is not null);
    }

    private static bool IsHeader(string payload) => payload.Contains("\"attachmentId\"", StringComparison.Ordinal);

    private static ClusterMessage Read(string step, string payload, string channel)
    {
        Assert.True(PostgresCodec.TryDecodeJson(Encoding.UTF8.GetBytes(payload), s_serializer, channel.Split('#')[1], out var message), $"{step}: {payload}");
        return message!;
    }

    private static JsonNode Plain(byte[] row)
    {
        Assert.True(PostgresCodec.TryToText(row, out var text));
        return Plain(JsonNode.Parse(text.Json.Span)!, text.Attachments)!;
    }

    private static JsonNode? Plain(JsonNode? node, ReadOnlyMemory<byte>[] attachments) => node switch
    {
        JsonObject placeholder when placeholder["_placeholder"] is not null => new JsonObject { ["$bin"] = Convert.ToHexStringLower(attachments[(int)placeholder["num"]!].Span) },
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Plain(member.Value, attachments)))),
        JsonArray items => new JsonArray([.. items.Select(item => Plain(item, attachments))]),
        _ => node?.DeepClone(),
    };

    // The same message may be written in several ways: in any order of keys; rooms as numbers, which are text here; flags that say what is the case anyway, or that matter to
    // the sender only; the namespace beside the sender, in the packet, or nowhere.
    private static string Normal(string payload, string ns)
    {
        var message = JsonNode.Parse(payload)!.AsObject();
        message.Remove("n");
        message["nsp"] = ns;

        if (message["data"] is JsonObject data)
        {
            (data["packet"] as JsonObject)?.Remove("nsp");

            if (data["opts"] is JsonObject opts)
            {
                opts["rooms"] = new JsonArray([.. opts["rooms"]!.AsArray().Select(static room => (JsonNode)room!.ToString())]);
                var flags = opts["flags"]?.AsObject() ?? [];
                flags.Remove("expectSingleResponse");

                if (flags["compress"] is { } compress && (bool)compress)
                {
                    flags.Remove("compress");
                }

                opts["flags"] = flags.DeepClone();
            }

            foreach (var socket in data["sockets"]?.AsArray() ?? [])
            {
                socket!["rooms"] = new JsonArray([.. socket["rooms"]!.AsArray().Select(static room => (JsonNode)room!.ToString())]);
                // Text for people, in the time zone of the server.
                socket["handshake"]!.AsObject().Remove("time");
            }
        }

        return Sorted(message)!.ToJsonString();
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(static member => member.Key, StringComparer.Ordinal).Select(static member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
