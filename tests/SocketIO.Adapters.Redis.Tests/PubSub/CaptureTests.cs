using System.Text.Json.Nodes;
using SocketIO.Protocol;
using SocketIO.Protocol.MessagePack;

namespace SocketIO.Adapters.Redis.Tests.PubSub;

/// <summary>
/// What the JavaScript packages have sent is understood, and what we send for the same operation is the same.
/// </summary>
public sealed class CaptureTests
{
    public static TheoryData<int> Messages => [.. Enumerable.Range(0, CapturedMessage.All.Count)];

    [Fact]
    public void The_recording_has_all_kinds_of_messages()
    {
        Assert.True(CapturedMessage.All.Count > 100, $"{CapturedMessage.All.Count} messages");
        Assert.Contains(CapturedMessage.All, static message => message.IsFromEmitter);
        Assert.Contains(CapturedMessage.All, static message => message.IsRequest && message.Body[0] != '{');
        Assert.Contains(CapturedMessage.All, static message => message.IsResponse && message.Body[0] != '{');
    }

    [Theory]
    [Trait("Spec", "ADP-030")]
    [Trait("Spec", "ADP-031")]
    [Trait("Spec", "ADP-032")]
    [Trait("Spec", "ADP-033")]
    [Trait("Spec", "ADP-034")]
    [Trait("Spec", "ADP-035")]
    [Trait("Spec", "ADP-074")]
    [MemberData(nameof(Messages))]
    public void A_recorded_message_is_understood_and_written_again_as_it_was(int number)
    {
        var captured = CapturedMessage.All[number];
        var channels = new RedisChannels(captured.Key, captured.Namespace);
        var written = captured switch
        {
            { IsRequest: true } => RewriteRequest(captured, channels),
            { IsResponse: true } => RewriteResponse(captured, channels),
            _ => RewriteBroadcast(captured, channels),
        };

        // JSON and MessagePack each where the other side has it: the first byte decides how it is read.
        Assert.Equal(captured.Body[0] == '{', written.Span[0] == '{');
        Assert.Equal(Normalize(Describe(captured.Body)), Describe(written), StringComparer.Ordinal);
    }

    private static RedisMessageReader ReaderOf(CapturedMessage captured) => new(captured.Namespace, JsonArgumentSerializer.Default);

    private static ReadOnlyMemory<byte> RewriteBroadcast(CapturedMessage captured, RedisChannels channels)
    {
        Assert.True(channels.TryGetRoom(captured.Channel, out var room));
        Assert.True(ReaderOf(captured).TryReadBroadcast(captured.Body, room, out var message));
        Assert.Equal(ClusterMessageType.Broadcast, message!.Type);
        Assert.Equal(captured.IsFromEmitter, message.Uid == ClusterMessage.EmitterUid);
        Assert.Equal(captured.Channel, (string)channels.Broadcast(message.Target!.Rooms)!);
        return RedisMessageWriter.Write(message, JsonArgumentSerializer.Default);
    }

    private static ReadOnlyMemory<byte> RewriteRequest(CapturedMessage captured, RedisChannels channels)
    {
        Assert.Equal(captured.Channel, (string)channels.Request!);
        Assert.True(ReaderOf(captured).TryReadRequest(captured.Body, out var request));
        Assert.Equal(captured.IsFromEmitter, request.Uid == ClusterMessage.EmitterUid);

        if (request.Type is RedisRequestType.AllRooms)
        {
            return RedisMessageWriter.WriteAllRooms(request.Uid, request.RequestId!);
        }

        Assert.NotNull(request.Message);
        return RedisMessageWriter.Write(request.Message, JsonArgumentSerializer.Default);
    }

    private static ReadOnlyMemory<byte> RewriteResponse(CapturedMessage captured, RedisChannels channels)
    {
        Assert.True(captured.Channel == (string)channels.Response! || captured.Channel.Length == ((string)channels.Response!).Length + 7);
        Assert.True(ReaderOf(captured).TryReadResponse(captured.Body, out var response));

        return response.Rooms is { } rooms
            ? RedisMessageWriter.WriteNames(response.RequestId, "rooms", rooms)
            : RedisMessageWriter.Write(response.Message!, JsonArgumentSerializer.Default);
    }

    // Names sorted, binary data in its place.
    private static string Describe(ReadOnlyMemory<byte> body)
    {
        if (body.Span[0] == '{')
        {
            return Sort(JsonNode.Parse(body.Span))!.ToJsonString();
        }

        Assert.True(JsonBridge.TryToJson(body.Span, out var json, out var attachments));
        return $"{Sort(JsonNode.Parse(json))!.ToJsonString()} {string.Join(' ', attachments.Select(static bytes => Convert.ToHexStringLower(bytes.Span)))}";
    }

    // What is no different to anybody: rooms are texts here, "true" is the default of "compress", nobody reads "expectSingleResponse" of a broadcast.
    private static string Normalize(string description)
        => description
            .Replace("\"rooms\":[42]", "\"rooms\":[\"42\"]", StringComparison.Ordinal)
            .Replace(",42,", ",\"42\",", StringComparison.Ordinal)
            .Replace(",42]", ",\"42\"]", StringComparison.Ordinal)
            .Replace("\"compress\":true,", "", StringComparison.Ordinal)
            .Replace("\"expectSingleResponse\":true", "", StringComparison.Ordinal);

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(static member => member.Key, StringComparer.Ordinal)
            .Select(static member => KeyValuePair.Create(member.Key, Sort(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sort)]),
        _ => node?.DeepClone(),
    };
}
