using System.Text;
using System.Text.Json.Nodes;
using SocketIO.Protocol;
using SocketIO.Protocol.MessagePack;
using SocketIO.Tests;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>
/// What <c>@socket.io/redis-streams-adapter</c> has put into streams, channels and keys is understood, and what we put there for the same operation is the same.
/// </summary>
public sealed class StreamsCaptureTests
{
    private static readonly JsonObject[] Lines =
    [
        .. File.ReadLines(Checkout.PathTo("tests", "SocketIO.Adapters.Redis.Tests", "Captures", "redis-streams.ndjson")).Select(static line => JsonNode.Parse(line)!.AsObject()),
    ];

    public static TheoryData<int> Entries => [.. Of("xadd")];

    public static TheoryData<int> Published => [.. Of("publish")];

    public static TheoryData<int> Sessions => [.. Of("command").Where(static number => Line(number)["session"] is not null)];

    [Fact]
    public void The_recording_has_all_kinds_of_messages()
    {
        Assert.True(Of("xadd").Count() > 50);
        Assert.True(Of("publish").Count() > 40);
        Assert.True(Sessions.Count > 5);
    }

    [Theory]
    [Trait("Spec", "ADP-051")]
    [Trait("Spec", "ADP-014")]
    [Trait("Spec", "ADP-016")]
    [MemberData(nameof(Entries))]
    public void An_entry_is_understood_and_written_again_as_it_was(int number)
    {
        var fields = Line(number)["fields"]!.AsObject();
        var data = (string?)fields["data"];
        var entry = StreamEntry.Of(new StreamId(1, 0), (string)fields["uid"]!, (string)fields["nsp"]!, (string)fields["type"]!, Encoding.UTF8.GetBytes(data ?? string.Empty));

        var message = StreamEntryCodec.Read(entry, JsonArgumentSerializer.Default);

        Assert.NotNull(message);
        var written = StreamEntryCodec.WriteFields(message, JsonArgumentSerializer.Default, onlyPlaintext: data?.Contains("\"Buffer\"", StringComparison.Ordinal) == true);
        Assert.Equal(["uid", "nsp", "type", "data"], written.Where(static (_, index) => index % 2 == 0).Select(static name => (string?)name));
        Assert.Equal((string?)fields["uid"], (string?)written[1]);
        Assert.Equal((string?)fields["nsp"], (string?)written[3]);
        Assert.Equal((string?)fields["type"], (string?)written[5]);
        Assert.Equal(data![0] == '{', ((byte[])written[7]!)[0] == '{');
        Assert.Equal(Normalize(Describe(Encoding.UTF8.GetBytes(data))), Describe((byte[])written[7]!));
    }

    [Theory]
    [Trait("Spec", "ADP-054")]
    [Trait("Spec", "ADP-015")]
    [Trait("Spec", "ADP-017")]
    [MemberData(nameof(Published))]
    public void A_published_message_is_understood_and_written_again_as_it_was(int number)
    {
        var bytes = Convert.FromBase64String((string)Line(number)["b64"]!);

        var message = StreamEntryCodec.ReadMessagePack(bytes, JsonArgumentSerializer.Default);

        Assert.NotNull(message);
        Assert.Equal(Normalize(DescribeMessagePack(bytes)), DescribeMessagePack(StreamEntryCodec.WriteMessagePack(message, JsonArgumentSerializer.Default)));
    }

    [Theory]
    [Trait("Spec", "ADP-055")]
    [MemberData(nameof(Sessions))]
    public void A_session_is_understood_and_written_again_as_it_was(int number)
    {
        var base64 = Encoding.ASCII.GetBytes((string)Line(number)["argv"]!.AsArray()[2]!);
        var store = new NoStore();

        var session = StreamSessionCodec.Read(base64, store);

        Assert.NotNull(session);
        Assert.Equal(-1, session.First);
        Assert.Equal(long.MaxValue, session.Last);
        Assert.Equal(Normalize(Describe(base64)), Describe(StreamSessionCodec.Write(session, store, JsonArgumentSerializer.Default)));
    }

    [Fact]
    [Trait("Spec", "ADP-055")]
    public void A_session_of_ours_keeps_its_place()
    {
        var store = new NoStore();

        var written = new ClusterSession
        {
            Session = new RecoverableSession { Sid = "s", Pid = "p", Rooms = ["s", "room"], Data = new Dictionary<string, object?> { ["n"] = 1, ["b"] = new byte[] { 1 } } },
            First = 0,
            Last = StreamId.FromPosition(5).Position,
            Lost = new StreamId(1_795_307_486_128, 7).Position,
            RoomsSince = new Dictionary<string, long> { ["room"] = new StreamId(1_795_307_486_128, 3).Position },
        };

        var read = StreamSessionCodec.Read(StreamSessionCodec.Write(written, store, JsonArgumentSerializer.Default), store)!;

        Assert.Equal((written.First, written.Last, written.Lost), (read.First, read.Last, read.Lost));
        Assert.Equal(written.RoomsSince, read.RoomsSince);
        Assert.Equal(["s", "room"], read.Session.Rooms);
        Assert.Equal("1", read.Session.Data["n"]!.ToString());
        Assert.Equal([1], (byte[])read.Session.Data["b"]!);
    }

    private static IEnumerable<int> Of(string kind) => Lines.Where(line => (string?)line["kind"] == kind).Select(static line => (int)line["seq"]!);

    private static JsonObject Line(int number) => Lines.Single(line => (int)line["seq"]! == number);

    private static string Describe(byte[] data) => data[0] == '{' ? Sort(JsonNode.Parse(data))!.ToJsonString() : DescribeMessagePack(Convert.FromBase64String(Encoding.ASCII.GetString(data)));

    private static string DescribeMessagePack(byte[] bytes)
    {
        Assert.True(JsonBridge.TryToJson(bytes, out var json, out var attachments));
        return $"{Sort(JsonNode.Parse(json))!.ToJsonString()} {string.Join(' ', attachments.Select(static attachment => Convert.ToHexStringLower(attachment.Span)))}";
    }

    // What is no difference to anybody: rooms are texts here, "true" is the default of "compress", nobody reads "expectSingleResponse" of a broadcast.
    private static string Normalize(string description)
        => description
            .Replace("\"rooms\":[42]", "\"rooms\":[\"42\"]", StringComparison.Ordinal)
            .Replace(",42,", ",\"42\",", StringComparison.Ordinal)
            .Replace(",42]", ",\"42\"]", StringComparison.Ordinal)
            .Replace("\"compress\":true,", "", StringComparison.Ordinal)
            .Replace("\"expectSingleResponse\":true,", "", StringComparison.Ordinal)
            .Replace("\"expectSingleResponse\":true", "", StringComparison.Ordinal);

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(static member => member.Key, StringComparer.Ordinal)
            .Select(static member => KeyValuePair.Create(member.Key, Sort(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sort)]),
        _ => node?.DeepClone(),
    };

    /// <summary>Knows what positions look like, and nothing else.</summary>
    private sealed class NoStore : ClusterStore
    {
        public override bool IsAvailable => false;

        public override long LastPosition => -1;

        public override ValueTask AppendAsync(ClusterMessage message) => throw new NotSupportedException();

        public override string FormatOffset(long position) => StreamId.FromPosition(position).ToString();

        public override bool TryParseOffset(string offset, out long position)
        {
            position = StreamId.TryParse(offset, out var id) ? id.Position : 0;
            return position > 0;
        }

        public override Task<bool> ReachesBackToAsync(long position, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override IAsyncEnumerable<StoredMessage> ReadAfterAsync(long position, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task PersistAsync(ClusterSession session, TimeSpan lifetime) => throw new NotSupportedException();

        public override Task<ClusterSession?> TakeAsync(string pid, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
