using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Adapters;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>Packets in a format of the application's own.</summary>
public sealed class ParserTests : IAsyncLifetime
{
    private readonly WholePacketParser _parser = new();
    private readonly ServerHarness _server;

    public ParserTests() => _server = new ServerHarness(options => options.Parser = _parser);

    private SocketIOServer Io => _server.Io;

    [Fact]
    [Trait("Spec", "PAR-026")]
    [Trait("Spec", "PAR-027")]
    public async Task Packets_of_every_type_travel_in_the_format_of_the_parser()
    {
        var left = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Io.On("sum", (int a, int b) => a + b);
        Io.OnDisconnect((ServerSocket _, string reason) => left.TrySetResult(reason));
        Io.Of("/locked").Use((_, next) => throw new ConnectRefusedException("no entry", new { Code = 7 }));
        var client = _server.Open();

        var id = await JoinAsync(client);
        await client.SendAsync("""{"data":["sum",1,2],"id":5,"nsp":"/","type":2,"more":true}""");
        Assert.Equal("""{"type":3,"nsp":"/","id":5,"data":[3]}""", await client.ReceiveAsync());

        await client.SendAsync("""{"type":0,"nsp":"/locked"}""");
        Assert.Equal("""{"type":4,"nsp":"/locked","data":{"message":"no entry","data":{"code":7}}}""", await client.ReceiveAsync());

        var socket = Io.FindSocket(id)!;
        var answer = socket.EmitWithAckAsync<string>("ask", "ü\"");
        var question = JsonDocument.Parse(await client.ReceiveAsync()).RootElement;
        Assert.Equal("""["ask","ü\""]""", question.GetProperty("data").GetRawText());
        await client.SendAsync($$"""{"type":3,"nsp":"/","id":{{question.GetProperty("id")}},"data":["here"]}""");
        Assert.Equal("here", await Wait.For("the acknowledgement", answer));

        await socket.DisconnectAsync();
        Assert.Equal("""{"type":1,"nsp":"/"}""", await client.ReceiveAsync());
        Assert.Equal("server namespace disconnect", await Wait.For("the disconnection", left.Task));
    }

    [Fact]
    public async Task Binary_data_is_given_to_the_parser_and_taken_from_it()
    {
        Io.On("reverse", (byte[] bytes) => bytes.Reverse().ToArray());
        var client = _server.Open();
        await JoinAsync(client);

        await client.SendAsync("""{"type":2,"nsp":"/","id":0,"data":["reverse",{"_placeholder":true,"num":0}],"binary":["AQID"]}""");

        Assert.Equal("""{"type":3,"nsp":"/","id":0,"data":[{"_placeholder":true,"num":0}],"binary":["AwIB"]}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_broadcast_is_translated_once_however_many_sockets_get_it()
    {
        var clients = new List<LoopbackClient>();

        for (var i = 0; i < 5; i++)
        {
            clients.Add(_server.Open());
            await JoinAsync(clients[i]);
        }

        var before = _parser.Encoded;

        await Io.EmitAsync("news", 1);

        Assert.Equal(before + 1, _parser.Encoded);

        foreach (var client in clients)
        {
            Assert.Equal("""{"type":2,"nsp":"/","data":["news",1]}""", await client.ReceiveAsync());
        }

        Assert.Equal(5, _parser.Decoders);
    }

    [Fact]
    public async Task A_client_recovers_in_any_format()
    {
        await using var server = new ServerHarness(options =>
        {
            options.Parser = _parser;
            options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions();
        });
        var client = server.Open();
        await client.SendAsync("""{"type":0,"nsp":"/"}""");
        var session = JsonDocument.Parse(await client.ReceiveAsync()).RootElement.GetProperty("data");
        await server.Io.EmitAsync("news", 1);
        var offset = JsonDocument.Parse(await client.ReceiveAsync()).RootElement.GetProperty("data")[2];

        client.Lose();
        await client.ClosedAsync();
        await server.Io.EmitAsync("news", 2, new byte[] { 9 });
        var again = server.Open();
        await again.SendAsync($$$"""{"type":0,"nsp":"/","data":{"pid":{{{session.GetProperty("pid").GetRawText()}}},"offset":{{{offset.GetRawText()}}}}}""");

        string[] seen = [await again.ReceiveAsync(), await again.ReceiveAsync()];
        Assert.Contains(seen, packet => packet.Contains($"\"data\":{{\"sid\":{session.GetProperty("sid").GetRawText()}", StringComparison.Ordinal));
        Assert.Contains(seen, packet => packet.StartsWith("""{"type":2,"nsp":"/","data":["news",2,""", StringComparison.Ordinal) && packet.EndsWith("""binary":["CQ=="]}""", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Spec", "PAR-029")]
    public async Task What_the_decoder_throws_is_an_error_of_the_sockets_and_closes_the_connection()
    {
        var seen = Watch();
        var client = _server.Open();
        await JoinAsync(client);

        await client.SendAsync("{");

        await client.ClosedAsync();
        Assert.Equal(2, seen.Count);
        Assert.IsAssignableFrom<JsonException>(seen[0]);
        Assert.Equal("forced close", seen[1]);
        Assert.Empty(_server.Errors);
    }

    [Theory]
    [Trait("Spec", "PAR-029")]
    [InlineData("""{"type":5,"nsp":"/"}""", PacketError.UnknownType)]
    [InlineData("""{"type":2,"nsp":"/"}""", PacketError.MissingPayload)]
    [InlineData("""{"type":2,"data":["a"]}""", PacketError.InvalidNamespace)]
    [InlineData("""{"type":2,"nsp":"/","data":["disconnect"]}""", PacketError.ReservedEventName)]
    public async Task What_the_decoder_refuses_is_told_in_its_words(string message, PacketError error)
    {
        var seen = Watch();
        var client = _server.Open();
        await JoinAsync(client);

        await client.SendAsync(message);

        await client.ClosedAsync();
        var malformed = Assert.IsType<MalformedPacketException>(seen[0]);
        Assert.Equal(error, malformed.Error);
        Assert.Equal($"not a packet: {error}", malformed.Message);
        Assert.Equal("forced close", seen[1]);
    }

    [Fact]
    public async Task What_the_encoder_throws_reaches_whoever_emits()
    {
        var client = _server.Open();
        var socket = Io.FindSocket(await JoinAsync(client))!;
        _parser.Failure = static type => type is PacketType.Event ? new InvalidOperationException("not that") : null;

        Assert.Equal("not that", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await socket.EmitAsync("x"))).Message);
        Assert.Equal("not that", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await Io.EmitAsync("x"))).Message);
        Assert.False(client.IsClosed);
        Assert.Empty(client.Drain());
    }

    [Fact]
    public async Task An_encoder_that_cannot_even_confirm_a_connect_is_reported_and_the_connection_closed()
    {
        _parser.Failure = static type => new InvalidOperationException($"not {type}");
        var client = _server.Open();

        await client.SendAsync("""{"type":0,"nsp":"/"}""");

        await client.ClosedAsync();
        var error = Assert.Single(_server.Errors);
        Assert.Equal(("parser", "not Connect"), (error.Source, error.Exception.Message));
    }

    [Fact]
    public async Task A_parser_may_be_added_to_the_services_under_the_name_of_the_server()
    {
        await using var server = new ServerHarness(addServices: services => services.AddKeyedSingleton<PacketParser>(string.Empty, _parser));
        var client = server.Open();

        await JoinAsync(client);

        Assert.Equal(1, _parser.Decoders);
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<string> JoinAsync(LoopbackClient client)
    {
        await client.SendAsync("""{"type":0,"nsp":"/"}""");
        var answer = JsonDocument.Parse(await client.ReceiveAsync()).RootElement;
        Assert.Equal(0, answer.GetProperty("type").GetInt32());
        return answer.GetProperty("data").GetProperty("sid").GetString()!;
    }

    private List<object> Watch()
    {
        var seen = new List<object>();
        Io.OnConnection(socket =>
        {
            socket.OnError(seen.Add);
            socket.OnDisconnect((reason, _) => seen.Add(reason));
        });
        return seen;
    }
}
