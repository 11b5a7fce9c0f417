using System.Text;
using Microsoft.Extensions.Logging;
using SocketIO.Protocol;

namespace SocketIO.Server.Tests;

/// <summary>Clients of Socket.IO 2: what is said differently to them, and what they say differently.</summary>
public sealed class Version2Tests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();

    private SocketIOServer Io => _server.Io;

    [Fact]
    [Trait("Spec", "V3-023")]
    [Trait("Spec", "V3-024")]
    [Trait("Spec", "V3-027")]
    [Trait("Spec", "V3-003")]
    [Trait("Spec", "TST-131")]
    [Trait("Spec", "T-40")]
    public async Task The_main_namespace_is_joined_without_being_asked_for()
    {
        var seen = new List<string>();
        Io.Use((socket, next) =>
        {
            seen.Add($"middleware {socket.Handshake.Auth}");
            return next();
        });
        Io.OnConnection(socket =>
        {
            seen.Add($"connection {socket.Connection.Protocol}");
            _ = socket.EmitAsync("welcome");
        });

        var client = Open();

        Assert.Equal(["middleware {}", "connection 3"], seen);
        Assert.Equal(["0", "2[\"welcome\"]"], client.All);
        Assert.Equal(client.Session.Id, Assert.Single(Io.Sockets).Id);
        await client.SendAsync("0");
        await client.ClosedAsync();
    }

    [Fact]
    [Trait("Spec", "V3-024")]
    [Trait("Spec", "V3-025")]
    [Trait("Spec", "V3-027")]
    [Trait("Spec", "TST-131")]
    public async Task A_namespace_is_joined_with_a_query_that_is_the_auth_payload()
    {
        Io.Of("/admin");
        var client = Open();
        client.Drain();

        await client.SendAsync("0/admin?token=a%20b%26c&k=%C3%A9&k=+v%F0%9F%98%80&empty,");

        Assert.Equal("0/admin,", await client.ReceiveAsync());
        var socket = Assert.Single(Io.Of("/admin").Sockets);
        Assert.Equal($"/admin#{client.Session.Id}", socket.Id);
        Assert.Equal("""{"token":"a b&c","k":" v😀","empty":""}""", socket.Handshake.Auth.GetRawText());
        Assert.Equal("a b&c", socket.GetAuth<Credentials>()!.Token);
    }

    [Fact]
    [Trait("Spec", "V3-025")]
    public async Task Without_a_query_the_payload_is_empty_whatever_follows()
    {
        Io.Of("/admin");
        var client = Open();
        client.Drain();

        await client.SendAsync("0/admin,{\"token\":\"x\"}");

        Assert.Equal("0/admin,", await client.ReceiveAsync());
        Assert.Equal("{}", Assert.Single(Io.Of("/admin").Sockets).Handshake.Auth.GetRawText());
    }

    [Fact]
    [Trait("Spec", "V3-025")]
    public async Task Clients_of_later_versions_have_no_queries()
    {
        Io.Of("/admin");
        var client = _server.Open();

        await client.SendAsync("0/admin?token=x,");

        Assert.Equal("4/admin?token=x,{\"message\":\"Invalid namespace\"}", await client.ReceiveAsync());
    }

    [Fact]
    [Trait("Spec", "V3-025")]
    [Trait("Spec", "T-50")]
    public async Task What_else_is_sent_to_a_namespace_may_repeat_the_query()
    {
        var got = new List<string>();
        Io.Of("/admin").On("a", (string text) => got.Add(text));
        var client = Open();
        client.Drain();

        await client.SendAsync("0/admin?x=1,", "2/admin?x=1,[\"a\",\"with\"]", "2/admin,[\"a\",\"without\"]", "1/admin?x=1,");

        Assert.Equal("0/admin,", await client.ReceiveAsync());
        Assert.Equal(["with", "without"], got);
        Assert.Empty(Io.Of("/admin").Sockets);
        Assert.False(client.IsClosed);
    }

    [Theory]
    [Trait("Spec", "V3-026")]
    [Trait("Hostile", "F21")]
    [Trait("Spec", "T-46")]
    [InlineData(null, "\"not for you\"")]
    [InlineData("{\"code\":7}", "{\"code\":7}")]
    [InlineData("\"text\"", "\"text\"")]
    public async Task A_refusal_is_its_data_or_else_its_message(string? data, string payload)
    {
        Io.Of("/admin").Use((_, _) => throw new ConnectRefusedException("not for you", data is null ? null : System.Text.Json.JsonDocument.Parse(data).RootElement));
        var client = Open();
        client.Drain();

        await client.SendAsync("0/admin?token=x,");

        Assert.Equal("4/admin," + payload, await client.ReceiveAsync());
        Assert.False(client.IsClosed);
    }

    [Fact]
    [Trait("Spec", "V3-026")]
    public void The_main_namespace_may_refuse_too()
    {
        Io.Use((_, _) => throw new ConnectRefusedException("not you"));

        Assert.Equal(["4\"not you\""], Open().All);
    }

    [Fact]
    [Trait("Spec", "V3-026")]
    public void An_exception_is_told_as_text_that_gives_nothing_away()
    {
        Io.Use((_, _) => throw new InvalidOperationException("password=1234"));

        Assert.Equal(["4\"Internal server error\""], Open().All);
    }

    [Theory]
    [Trait("Spec", "V3-026")]
    [Trait("Hostile", "F21")]
    [Trait("Hostile", "F24")]
    [InlineData("/nope")]
    [InlineData("/adm%69n")]
    [InlineData("/a/../admin")]
    [InlineData("/admin/")]
    [InlineData("/admin#x")]
    [InlineData("/")]
    public async Task Names_are_not_resolved_as_URLs_are(string name)
    {
        Io.Of("/admin");
        var client = Open();
        client.Drain();

        await client.SendAsync($"0{name},");

        if (name == "/")
        {
            await client.ClosedAsync();
        }
        else
        {
            Assert.Equal($"4{name},{{\"message\":\"Invalid namespace\"}}", await client.ReceiveAsync());
        }
    }

    [Theory]
    [Trait("Hostile", "F22")]
    [InlineData("0//,")]
    [InlineData("0//admin?x=1,")]
    [InlineData("2//[,[\"a\"]")]
    public async Task A_name_with_two_slashes_is_a_bad_packet(string packet)
    {
        var client = Open();
        var errors = new List<Exception>();
        Assert.Single(Io.Sockets).OnError(errors.Add);

        await client.SendAsync(packet);
        await client.ClosedAsync();

        Assert.Equal(PacketError.InvalidNamespace, Assert.IsType<MalformedPacketException>(Assert.Single(errors)).Error);
    }

    [Theory]
    [Trait("Hostile", "F23")]
    [InlineData("0/?token=x,")]
    [InlineData("0")]
    [InlineData("0/,")]
    public async Task The_main_namespace_cannot_be_joined_twice(string packet)
    {
        var client = Open();

        await client.SendAsync(packet);
        await client.ClosedAsync();
    }

    [Fact]
    [Trait("Spec", "V3-024")]
    [Trait("Spec", "T-51")]
    public async Task A_namespace_that_was_left_can_be_joined_again()
    {
        var reasons = new List<string>();
        Io.OnConnection(socket => socket.OnDisconnect(reasons.Add));
        var client = Open();

        await client.SendAsync("1", "0/,");

        Assert.Equal(["0", "0"], client.All);
        Assert.Equal(["client namespace disconnect"], reasons);
        Assert.Equal(client.Session.Id, Assert.Single(Io.Sockets).Id);
        await Io.To(client.Session.Id).EmitAsync("still here");
        Assert.Equal("2[\"still here\"]", client.All[^1]);
    }

    [Fact]
    [Trait("Spec", "V3-028")]
    [Trait("Spec", "T-40")]
    public async Task Events_and_acknowledgements_are_those_of_later_versions()
    {
        Io.On("echo", (byte[] data) => data);
        var client = Open();
        client.Drain();

        await client.SendAsync("51-3[\"echo\",{\"_placeholder\":true,\"num\":0}]");
        await client.SendAsync([1, 2]);

        var (text, attachments) = await client.ReceiveBinaryAsync();
        Assert.Equal("61-3[{\"_placeholder\":true,\"num\":0}]", text);
        Assert.Equal([1, 2], Assert.Single(attachments));

        var asked = Assert.Single(Io.Sockets).EmitWithAckAsync<int>("question");
        Assert.Equal("20[\"question\"]", await client.ReceiveAsync());
        await client.SendAsync("30[42]");
        Assert.Equal(42, await asked);
    }

    [Fact]
    [Trait("Spec", "V3-024")]
    public async Task The_server_disconnects_one_namespace_or_all()
    {
        Io.Of("/admin");
        var client = Open();
        await client.SendAsync("0/admin,");
        client.Drain();

        await Assert.Single(Io.Of("/admin").Sockets).DisconnectAsync();
        Assert.Equal("1/admin,", await client.ReceiveAsync());
        await Assert.Single(Io.Sockets).DisconnectAsync(close: true);
        Assert.Equal("1", await client.ReceiveAsync());
        await client.ClosedAsync();
    }

    [Fact]
    [Trait("Spec", "V3-004")]
    public async Task A_broadcast_to_both_kinds_is_encoded_once()
    {
        var older = Open();
        var newer = await _server.ConnectAsync();
        await Io.EmitAsync("a", new byte[] { 1 });

        Assert.Same(older.Transport.Sent[^1], newer.Transport.Sent[^1]);
    }

    [Fact]
    [Trait("Spec", "V3-025")]
    public async Task Name_and_query_have_limits_of_their_own()
    {
        await using var server = new ServerHarness(options => options.MaxAuthBytes = 2000);
        server.Io.Of("/admin");
        var fits = server.Open(protocol: 3);
        fits.Drain();
        await fits.SendAsync($"0/admin?token={new string('x', 1900)},");
        Assert.Equal("0/admin,", await fits.ReceiveAsync());

        foreach (var name in new[] { $"/admin?token={new string('x', 2000)}", "/" + new string('x', 600), $"/{new string('x', 600)}?a" })
        {
            var client = server.Open(protocol: 3);
            await client.SendAsync($"0{name},");
            await client.ClosedAsync();
        }
    }

    [Fact]
    [Trait("Spec", "EIO-019")]
    public async Task The_log_does_not_tell_their_ids()
    {
        Io.Of("/admin");
        Io.On("throw", void () => throw new InvalidOperationException());
        var client = Open();
        await client.SendAsync("0/admin,", "2[\"throw\"]", "1/admin,", "1");
        client.Lose();
        await client.ClosedAsync();

        Assert.Contains(_server.Logs.Entries, entry => entry.Event == "SocketConnected" && entry.Text.Contains($"connection {client.Session.LogId}", StringComparison.Ordinal));
        Assert.DoesNotContain(_server.Logs.Entries, entry => entry.Text.Contains(client.Session.Id, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Spec", "V3-023")]
    public async Task A_connection_handler_may_end_it_at_once()
    {
        Io.OnConnection(socket => _ = socket.DisconnectAsync(close: true));

        var client = Open();

        await client.ClosedAsync();
        Assert.Equal(["0", "1"], client.All);
        Assert.Equal(0, Io.SocketsCount);
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private LoopbackClient Open() => _server.Open(protocol: 3);

    private sealed record Credentials(string Token);
}
