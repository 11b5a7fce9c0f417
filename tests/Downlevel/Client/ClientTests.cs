using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocketIO.Client;
using SocketIO.Protocol;
using SocketIO.Protocol.MessagePack;
using SocketIO.Tests;

namespace SocketIO.Downlevel.Tests;

/// <summary>What is different in the client for .NET Standard: its HTTP handler, its WebSocket and how it takes tuples apart.</summary>
public sealed class ClientTests(ContractServer server)
{
    private static CancellationToken Soon => new CancellationTokenSource(Wait.Limit).Token;

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    public async Task Events_and_acknowledgements_go_both_ways(string transport)
    {
        await using var client = Make(transport);
        var echoed = Next<JsonElement[]>(client, "echoed", arguments => [.. arguments.Select(argument => argument.GetJson())]);
        client.On("question", (int number) => number + 1);
        await client.ConnectAsync(Soon);

        await client.EmitAsync("echo", "é €", 1.5, new { deep = new[] { 1, 2 } }, null);
        Assert.Equal("""["é €",1.5,{"deep":[1,2]},null]""", JsonSerializer.Serialize(await Wait.For("the echo", echoed), new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal("two", (await client.EmitWithAckAsync<EventArguments>("ack-many", Soon)).Get<string>(1));
        Assert.Equal("[42]", await AskAsync(client, 41));
        Assert.Equal(transport, client.Connection.TransportName);
    }

    [Fact]
    public async Task A_connection_moves_to_a_WebSocket_and_loses_nothing()
    {
        await using var client = Make("polling", "websocket");
        var upgraded = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var numbers = new List<int>();
        client.Connection.OnUpgrade(name => upgraded.TrySetResult(name));
        client.Connection.OnUpgradeError(error => upgraded.TrySetException(error));
        client.On("num", (int number) => numbers.Add(number));
        await client.ConnectAsync(Soon);
        await client.EmitAsync("seq", 200);

        Assert.Equal("websocket", await Wait.For("the upgrade", upgraded.Task));
        await Wait.Until("all numbers arrived", () => numbers.Count == 200, () => numbers.Count);
        Assert.Equal(Enumerable.Range(0, 200), numbers);
        Assert.Equal("websocket", (await WhoAsync(client)).GetProperty("transport").GetString());
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    public async Task Binary_data_of_any_size_goes_both_ways(string transport)
    {
        await using var client = Make(transport);
        await client.ConnectAsync(Soon);

        foreach (var size in new[] { 0, 1, 8 * 1024, (8 * 1024) + 1, 300_000 })
        {
            var bytes = new byte[size];
            new Random(size).NextBytes(bytes);
            var answer = await client.EmitWithAckAsync<EventArguments>("ack-echo", bytes, "text", Soon);
            Assert.Equal(bytes, answer.Get<byte[]>(0));
            Assert.Equal("text", answer.Get<string>(1));
        }
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    public async Task Messages_that_are_too_large_end_the_connection(string transport)
    {
        await using var client = Make(options => options.MaxReceiveBytes = 50_000, transport);
        var lost = new TaskCompletionSource<(string Reason, Exception? Error)>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.OnDisconnect((reason, details) => { lost.TrySetResult((reason, details?.Error?.InnerException)); });
        await client.ConnectAsync(Soon);
        await client.EmitAsync("big-send", 200_000);

        var (reason, error) = await Wait.For("the disconnection", lost.Task);
        Assert.Equal("transport error", reason);
        Assert.Contains("MaxReceiveBytes", Assert.IsType<InvalidDataException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Namespaces_share_a_connection_and_a_refusal_says_why()
    {
        await using var client = Make("websocket");
        var hello = client.Of("/hello");
        var greeting = Next(hello, "greeting-bin", arguments => arguments.Get<byte[]>(0)!);
        var refused = client.Of("/auth", options => options.AuthPayload = new { token = "wrong" });
        var admitted = client.Of("/fn-a", options => options.Auth = _ => new ValueTask<object?>(new { allow = true }));

        await hello.ConnectAsync(Soon);
        Assert.Equal([9, 8, 7], await Wait.For("the greeting", greeting));
        await admitted.ConnectAsync(Soon);

        var error = await Assert.ThrowsAsync<ConnectErrorException>(() => refused.ConnectAsync(Soon));
        Assert.True(error.IsRefusal);
        Assert.Equal("not authorized", error.Message);
        Assert.Equal("E_AUTH", error.Details!.Value.GetJson().GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    public async Task Whoever_disconnects_is_told_apart(string transport)
    {
        await using var client = Make(options => options.Reconnection = false, transport);
        var reasons = System.Threading.Channels.Channel.CreateUnbounded<string>();
        client.OnDisconnect((reason, _) => { reasons.Writer.TryWrite(reason); });

        await client.ConnectAsync(Soon);
        await client.EmitAsync("bye", false);
        Assert.Equal(ClientDisconnectReasons.ServerDisconnect, await reasons.Reader.ReadAsync(Soon));

        await client.ConnectAsync(Soon);
        client.Disconnect();
        Assert.Equal(ClientDisconnectReasons.ClientDisconnect, await reasons.Reader.ReadAsync(Soon));

        await client.ConnectAsync(Soon);
        await client.EmitAsync("drop-engine");
        Assert.Equal(ClientDisconnectReasons.TransportClose, await reasons.Reader.ReadAsync(Soon));
    }

    [Fact]
    public async Task A_WebSocket_that_the_server_closes_says_how()
    {
        await using var client = Make("websocket");
        var closed = new TaskCompletionSource<DisconnectDetails?>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.OnDisconnect((_, details) => { closed.TrySetResult(details); });
        await client.ConnectAsync(Soon);
        await client.EmitAsync("drop-engine");

        Assert.Equal(1000, (await Wait.For("the close frame", closed.Task))?.Context?.CloseCode);
    }

    [Fact]
    public async Task A_WebSocket_that_is_refused_fails_with_what_the_platform_says()
    {
        await using var client = Make(options => (options.Path, options.Reconnection) = ("/nowhere", false), "websocket");
        var error = await Assert.ThrowsAsync<ConnectErrorException>(() => client.ConnectAsync(Soon));
        Assert.Equal("websocket error", error.Message);
        Assert.Equal(404, error.StatusCode);
        Assert.Contains("/nowhere", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("polling", true)]
    [InlineData("polling", false)]
    [InlineData("websocket", true)]
    public async Task Cookies_are_sent_back_when_that_is_asked_for(string transport, bool withCredentials)
    {
        var cookies = new CookieContainer();
        await using var client = Make(options => options.Cookies = withCredentials ? cookies : null, Profile.Cors, transport);
        cookies.Add(client.Connection.Url, new Cookie("mine", "1"));
        await client.ConnectAsync(Soon);
        var headers = (await client.EmitWithAckAsync<JsonElement>("handshake", Soon)).GetProperty("headers");

        Assert.Equal(withCredentials, headers.TryGetProperty("cookie", out var sent) && sent.GetString()!.Contains("mine=1", StringComparison.Ordinal));

        // The server's own, which it sets in answer to a handshake of long-polling.
        Assert.Equal(withCredentials && transport == "polling", cookies.GetCookies(client.Connection.Url).Cast<Cookie>().Any(cookie => cookie.Name == "sio"));
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    public async Task Headers_subprotocols_and_the_proxy_reach_both_transports(string transport)
    {
        var proxy = new RecordingProxy();
        await using var client = Make(
            options =>
            {
                options.ExtraHeaders["X-Mine"] = "yes";
                options.ConfigureHttpHandler = handler => handler.Proxy = proxy;
            },
            transport);
        await client.ConnectAsync(Soon);
        var headers = (await client.EmitWithAckAsync<JsonElement>("handshake", Soon)).GetProperty("headers");

        Assert.Equal("yes", headers.GetProperty("x-mine").GetString());
        Assert.NotEqual(0, proxy.Asked);
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    public async Task Packets_can_be_MessagePack(string transport)
    {
        await using var client = Make(options => options.Parser = new MessagePackParser(), Profile.MessagePack, transport);
        await client.ConnectAsync(Soon);
        var answer = await client.EmitWithAckAsync<EventArguments>("ack-echo", new { bytes = new byte[] { 1, 2 }, text = "é" }, 1.5, Soon);
        Assert.Equal("é", answer[0].GetJson().GetProperty("text").GetString());
        Assert.Equal(1.5, answer.Get<double>(1));
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    public async Task A_tuple_answers_with_several_arguments(string transport)
    {
        await using var client = Make(transport);
        client.On("question", (int number) => number switch
        {
            1 => (object)(1, "two"),
            2 => (1, 2, 3, 4, 5, 6, 7, 8, 9),
            3 => Tuple.Create("a", Tuple.Create("b")),
            _ => default(ValueTuple),
        });
        client.On("typed", (int number) => (number, "b", (string?)null));
        await client.ConnectAsync(Soon);

        Assert.Equal("""[1,"two"]""", await AskAsync(client, 1));
        Assert.Equal("[1,2,3,4,5,6,7,8,9]", await AskAsync(client, 2));
        Assert.Equal("[]", await AskAsync(client, 4));
        Assert.Equal("""[7,"b",null]""", await AskAsync(client, 7, "typed"));
    }

    [Fact]
    public async Task Acknowledgements_time_out_and_can_be_called_off()
    {
        await using var client = Make("websocket");
        await client.ConnectAsync(Soon);
        await Assert.ThrowsAsync<AckTimeoutException>(() => client.Timeout(TimeSpan.FromMilliseconds(50)).EmitWithAckAsync<string>("ack-never"));

        using var cancellation = new CancellationTokenSource();
        var waiting = client.EmitWithAckAsync<string>("ack-never", cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    // A cancellation and an answer at the same time: neither waits for the other's lock.
    [Fact]
    public async Task Answers_and_cancellations_do_not_wait_for_each_other()
    {
        await using var client = Make("websocket");
        await client.ConnectAsync(Soon);

        for (var i = 0; i < 200; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var waiting = client.EmitWithAckAsync<EventArguments>("ack-none", cancellation.Token);
            await client.EmitWithAckAsync<EventArguments>("ack-none", Soon);
            var cancelled = Task.Run(cancellation.Cancel);
            await Wait.For("the answer or the cancellation", waiting.ContinueWith(_ => { }, TaskScheduler.Default));
            await Wait.For("the cancellation", cancelled);
        }
    }

    [Fact]
    public void Compression_that_there_is_not_is_told()
    {
        using var log = new WarningLog();
        var client = Make(options => (options.LoggerFactory, options.PerMessageDeflate) = (log, new ClientDeflateOptions()), "websocket");
        Assert.NotNull(client);
        Assert.Contains(log.Warnings, text => text.StartsWith("PerMessageDeflate", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tuple_is_taken_apart_without_a_common_type()
    {
        Assert.Equal([1, "two"], TupleItems.TryGet((1, "two")));
        Assert.Equal(Enumerable.Range(1, 16).Cast<object?>(), TupleItems.TryGet((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)));
        Assert.Equal([1, "two"], TupleItems.TryGet(Tuple.Create(1, "two")));
        Assert.Equal([1], TupleItems.TryGet(ValueTuple.Create(1)));
        Assert.Equal([], TupleItems.TryGet(default(ValueTuple)));
        Assert.Null(TupleItems.TryGet(null));
        Assert.Null(TupleItems.TryGet(new[] { 1, 2 }));
        Assert.Null(TupleItems.TryGet(new KeyValuePair<int, int>(1, 2)));
    }

    private static async Task<string> AskAsync(ClientSocket client, int number, string question = "question")
    {
        var answer = await client.EmitWithAckAsync<JsonElement>("ask", question, 5000, number, Soon);
        return answer.GetProperty("values").GetRawText();
    }

    private static Task<JsonElement> WhoAsync(ClientSocket client) => client.EmitWithAckAsync<JsonElement>("whoami", Soon);

    private static Task<T> Next<T>(ClientSocket client, string eventName, Func<EventArguments, T> read)
    {
        var source = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Once(eventName, (ClientEventContext received) => { source.TrySetResult(read(received.Arguments)); });
        return source.Task;
    }

    private SocketIOClient Make(params string[] transports) => Make(_ => { }, transports);

    private SocketIOClient Make(Action<SocketIOClientOptions> configure, params string[] transports) => Make(configure, Profile.Main, transports);

    private SocketIOClient Make(Action<SocketIOClientOptions> configure, Profile profile, params string[] transports)
        => new(server.Url(profile).GetLeftPart(UriPartial.Authority), options =>
        {
            options.Transports = transports;
            options.ForceNew = true;
            configure(options);
        });

    private sealed class RecordingProxy : IWebProxy
    {
        public int Asked { get; private set; }

        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => null;

        public bool IsBypassed(Uri host)
        {
            Asked++;
            return true;
        }
    }

    private sealed class WarningLog : ILoggerFactory, ILogger
    {
        public List<string> Warnings { get; } = [];

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel is LogLevel.Warning)
            {
                Warnings.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
