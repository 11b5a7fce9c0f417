using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Server.Tests;

/// <summary>What a client sends, what a handler's parameters make of it.</summary>
public sealed class BindingTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private LoopbackClient _client = null!;

    public enum Colour
    {
        Red = 1,
        Blue = 2,
    }

    public sealed record Point(int X, int Y);

    public sealed record Picture(string Name, byte[] Pixels);

    // Handler, arguments on the wire, acknowledgement on the wire; no acknowledgement when the arguments do not bind.
    public static TheoryData<string, Delegate, string, string?> Table => new()
    {
        { "string", (string a) => a, "\"x\"", "[\"x\"]" },
        { "null string", (string? a) => a is null, "null", "[true]" },
        { "int", (int a) => a, "41", "[41]" },
        { "int from a fraction", (int a) => a, "4.5", null },
        { "int from a string", (int a) => a, "\"4\"", null },
        { "int from null", (int a) => a, "null", null },
        { "int too large", (int a) => a, "3000000000", null },
        { "long", (long a) => a, "3000000000", "[3000000000]" },
        { "double", (double a) => a, "4.5", "[4.5]" },
        { "decimal", (decimal a) => a, "4.5", "[4.5]" },
        { "bool", (bool a) => !a, "true", "[false]" },
        { "bool from a number", (bool a) => a, "1", null },
        { "nullable", (int? a) => a ?? -1, "null", "[-1]" },
        { "record", (Point p) => p.X + p.Y, "{\"x\":1,\"Y\":2}", "[3]" },
        { "record from an array", (Point p) => p.X, "[1]", null },
        { "two", (string a, int b) => $"{a}{b}", "\"a\",1", "[\"a1\"]" },
        { "one is missing", (string a, int b) => a, "\"a\"", null },
        { "more than wanted", (string a) => a, "\"a\",1,2", "[\"a\"]" },
        { "none", () => "ok", "\"a\",1", "[\"ok\"]" },
        { "list", (List<int> a) => a.Count, "[1,2,3]", "[3]" },
        { "dictionary", (Dictionary<string, int> a) => a["k"], "{\"k\":7}", "[7]" },
        { "element", (JsonElement a) => a, "{\"k\": [1]}", "[{\"k\":[1]}]" },
        { "rest", (int[] rest) => rest.Length, "1,2,3", "[3]" },
        { "rest of none", (int[] rest) => rest.Length, "", "[0]" },
        { "rest after one", (string a, int[] rest) => $"{a}{rest.Sum()}", "\"s\",1,2", "[\"s3\"]" },
        { "rest given as one array", (string[] rest) => rest.Length, "[\"a\",\"b\"]", "[2]" },
        { "rest of elements", (JsonElement[] rest) => rest.Length, "[1,2]", "[1]" },
        { "rest with a wrong one", (int[] rest) => rest.Length, "1,\"x\"", null },
        { "rest of anything", (object?[] rest) => rest.Length, "1,\"x\",null", "[3]" },
        { "default used", (string a, int b = 5) => b, "\"a\"", "[5]" },
        { "default for null", (string a, int b = 5) => b, "\"a\",null", "[5]" },
        { "default not used", (string a, int b = 5) => b, "\"a\",6", "[6]" },
        { "default does not excuse", (string a, int b = 5) => b, "\"a\",\"x\"", null },
        { "default of an enum", (Colour c = Colour.Blue) => (int)c, "", "[2]" },
        { "enum", (Colour c) => (int)c, "1", "[1]" },
        { "default null", (string? a = null) => a is null, "", "[true]" },
        { "default of a struct", (TimeSpan t = default) => t.Ticks, "", "[0]" },
        { "date", (DateTimeOffset d) => d.Year, "\"2026-01-02T03:04:05.678Z\"", "[2026]" },
        { "guid", (Guid g) => g, "\"00000000-0000-0000-0000-000000000001\"", "[\"00000000-0000-0000-0000-000000000001\"]" },
        { "all of them", (EventArguments all) => all.Count, "1,2", "[2]" },
        { "all of them beside one", (int a, EventArguments all) => a + all.Count, "1,2", "[3]" },
        { "bytes from text", (byte[] a) => a.Length, "{\"no\":1}", null },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Parameters_take_the_arguments(string name, Delegate handler, string arguments, string? expected)
    {
        _server.Io.On("e", handler);

        await _client.SendAsync(arguments.Length == 0 ? "20[\"e\"]" : $"20[\"e\",{arguments}]");

        Assert.Equal(expected is null ? [] : ["30" + expected], _client.Drain());
        Assert.True(_server.Errors.IsEmpty, name);
        Assert.False(_client.IsClosed);
    }

    [Fact]
    public async Task Params_take_the_rest_and_nothing_else()
    {
        _server.Io.On("e", static (params string[] rest) => rest.Length);

        await _client.SendAsync("20[\"e\",\"a\",\"b\"]");

        Assert.Equal("30[2]", await _client.ReceiveAsync());
    }

    [Fact]
    [Trait("Spec", "SRV-071")]
    public async Task Bytes_are_bound_wherever_they_are()
    {
        var seen = new List<object>();
        _server.Io.On("plain", (byte[] a, ReadOnlyMemory<byte> b) => seen.Add((a.Length, b.Length)));
        _server.Io.On("inside", (Picture p) => seen.Add((p.Name, p.Pixels[1])));
        _server.Io.On("mixed", (string a, EventArguments all) => seen.Add((a, all.Get<byte[]>(1)![0])));

        await _client.SendAsync("52-[\"plain\",{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":0}]");
        await _client.SendAsync([1, 2, 3]);
        await _client.SendAsync([4]);
        await _client.SendAsync("51-[\"inside\",{\"name\":\"n\",\"pixels\":{\"_placeholder\":true,\"num\":0}}]");
        await _client.SendAsync([8, 9]);
        await _client.SendAsync("51-[\"mixed\",\"t\",{\"_placeholder\":true,\"num\":0}]");
        await _client.SendAsync([7]);

        Assert.Equal<object>([(1, 3), ("n", (byte)9), ("t", (byte)7)], seen);
    }

    [Fact]
    public async Task A_rejected_event_is_logged_with_position_and_type_and_the_next_is_handled()
    {
        _server.Io.On("move", (string who, int x) => x);

        await _client.SendAsync("20[\"move\",\"me\",\"far\"]", "21[\"move\",\"me\",3]");

        Assert.Equal(["31[3]"], _client.Drain());
        Assert.Contains(_server.Logs.Entries, e => e.Event == "EventRejected" && e.Text.Contains("argument 1", StringComparison.Ordinal) && e.Text.Contains("System.Int32", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Hostile", "H30")]
    public async Task A_handler_that_wants_to_acknowledge_need_not_have_been_asked()
    {
        _server.Io.On("e", (string text, Ack ack) => ack.SendAsync(text, ack.IsRequested));

        await _client.SendAsync("2[\"e\",\"notfn\"]", "27[\"e\",\"fn\"]");

        Assert.Equal(["37[\"fn\",true]"], _client.Drain());
        Assert.Empty(_server.Errors);
    }

    public async ValueTask InitializeAsync() => _client = await _server.ConnectAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
