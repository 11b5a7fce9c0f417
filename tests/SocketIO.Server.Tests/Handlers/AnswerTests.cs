using SocketIO.Protocol;

namespace SocketIO.Server.Tests;

/// <summary>What a handler returns is the acknowledgement.</summary>
public sealed class AnswerTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private LoopbackClient _client = null!;

    public static TheoryData<string, Delegate, string> Table => new()
    {
        { "nothing", () => { }, "[]" },
        { "null", () => (string?)null, "[null]" },
        { "task", () => Task.CompletedTask, "[]" },
        { "pending task", async () => await Task.Yield(), "[]" },
        { "null task", () => (Task)null!, "[]" },
        { "value task", () => ValueTask.CompletedTask, "[]" },
        { "pending value task", static async ValueTask () => await Task.Yield(), "[]" },
        { "value", () => 5, "[5]" },
        { "task of a value", () => Task.FromResult("x"), "[\"x\"]" },
        { "value task of a value", () => ValueTask.FromResult(true), "[true]" },
        { "pending value", static async ValueTask<int> () => { await Task.Yield(); return 6; }, "[6]" },
        { "pending task of a value", async () => { await Task.Yield(); return "y"; }, "[\"y\"]" },
        { "array", () => new[] { 1, 2 }, "[[1,2]]" },
        { "object", () => new { ok = true, list = new[] { "a" } }, "[{\"ok\":true,\"list\":[\"a\"]}]" },
        { "tuple", () => (1, "two", (object?)null), "[1,\"two\",null]" },
        { "task of a tuple", () => Task.FromResult((1, 2)), "[1,2]" },
        { "pending tuple", async () => { await Task.Yield(); return (1, "b"); }, "[1,\"b\"]" },
        { "value task of a tuple", () => ValueTask.FromResult((true, false)), "[true,false]" },
        { "long tuple", () => (1, 2, 3, 4, 5, 6, 7, 8, 9), "[1,2,3,4,5,6,7,8,9]" },
        { "what was received", (EventArguments all) => all, "[\"héllo\",{\"k\": 1}]" },
        { "later, what was received", async (EventArguments all) => { await Task.Yield(); return all; }, "[\"héllo\",{\"k\": 1}]" },
        { "explicitly", (Ack ack) => ack.SendAsync(1, "two"), "[1,\"two\"]" },
        { "explicitly nothing", (Ack ack) => ack.SendAsync(), "[]" },
        { "explicitly one array", (Ack ack) => ack.SendAsync(new[] { "a", "b" }), "[[\"a\",\"b\"]]" },
        { "explicitly an array of arguments", (Ack ack) => ack.SendAsync(new object?[] { "a", null }), "[\"a\",null]" },
        { "explicitly before the value", (Ack ack) => { _ = ack.SendAsync("first"); return "second"; }, "[\"first\"]" },
        { "twice", (Ack ack) => { _ = ack.SendAsync("first"); return ack.SendAsync("second"); }, "[\"first\"]" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Is_acknowledged_once(string name, Delegate handler, string expected)
    {
        _server.Io.On("e", handler);

        await _client.SendAsync("20[\"e\",\"héllo\",{\"k\": 1}]");

        Assert.Equal("30" + expected, await _client.ReceiveAsync());
        Assert.Empty(_client.Drain());
        Assert.True(_server.Errors.IsEmpty, name);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Is_dropped_when_nobody_asked(string name, Delegate handler, string expected)
    {
        _ = expected;
        _server.Io.On("e", handler);
        _server.Io.On("done", () => { });

        await _client.SendAsync("2[\"e\",\"héllo\",{\"k\": 1}]", "21[\"done\"]");

        Assert.Equal("31[]", await _client.ReceiveAsync());
        Assert.True(_server.Errors.IsEmpty, name);
    }

    [Fact]
    [Trait("Spec", "TST-113")]
    public async Task Bytes_travel_beside_the_text()
    {
        _server.Io.On("e", () => new { a = new byte[] { 1, 2 }, b = "x" });

        await _client.SendAsync("23[\"e\"]");
        var (text, attachments) = await _client.ReceiveBinaryAsync();

        Assert.Equal("61-3[{\"a\":{\"_placeholder\":true,\"num\":0},\"b\":\"x\"}]", text);
        Assert.Equal<byte>([1, 2], Assert.Single(attachments));
    }

    [Fact]
    [Trait("Spec", "SRV-060")]
    [Trait("Hostile", "H31")]
    public async Task A_late_answer_from_anywhere_is_sent_once_and_never_after_the_end()
    {
        var acks = new List<Ack>();
        _server.Io.On("later", acks.Add);
        await _client.SendAsync("20[\"later\"]", "21[\"later\"]");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () => await acks[0].SendAsync("once"))));

        Assert.Equal(["30[\"once\"]"], _client.Drain());
        Assert.True(acks[0].IsSent);
        _client.Lose();
        await acks[1].SendAsync("too late");
        Assert.Empty(_client.Drain());
    }

    [Fact]
    public async Task Of_several_handlers_the_first_with_something_to_say_answers()
    {
        var seen = new List<string>();
        _server.Io.On("e", (string a) => seen.Add("log " + a));
        _server.Io.On("e", () => "value");
        _server.Io.On("e", () => "ignored");
        _server.Io.On("quiet", () => { });
        _server.Io.On("quiet", () => { });

        await _client.SendAsync("20[\"e\",\"x\"]", "21[\"quiet\"]");

        Assert.Equal(["30[\"value\"]", "31[]"], _client.Drain());
        Assert.Equal(["log x"], seen);
    }

    [Fact]
    [Trait("Hostile", "H29")]
    public async Task One_id_that_is_in_flight_twice_is_answered_twice()
    {
        _server.Io.On("e", (int a) => a);

        await _client.SendAsync("25[\"e\",1]", "25[\"e\",2]");

        Assert.Equal(["35[1]", "35[2]"], _client.Drain());
    }

    public async ValueTask InitializeAsync() => _client = await _server.ConnectAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
