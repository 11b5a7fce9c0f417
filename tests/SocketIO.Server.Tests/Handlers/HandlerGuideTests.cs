using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>What docs/guide/handlers.md says of parameters and return values is so, row by row.</summary>
public sealed class HandlerGuideTests
{
    [Theory]
    [MemberData(nameof(HandlerGuide.Injected), MemberType = typeof(HandlerGuide))]
    [MemberData(nameof(HandlerGuide.Read), MemberType = typeof(HandlerGuide))]
    [MemberData(nameof(HandlerGuide.Returned), MemberType = typeof(HandlerGuide))]
    public async Task A_row_keeps_its_promise(string row, Delegate handler, string arguments, string? expected)
    {
        await using var server = new ServerHarness(addServices: AddServices);
        server.Io.On("e", handler);
        server.Io.On("done", () => { });
        var client = await server.ConnectAsync();

        await SendAsync(client, "0", arguments);
        await client.SendAsync("21[\"done\"]");

        var (text, attachments) = await client.ReceiveBinaryAsync();

        if (expected is null)
        {
            Assert.Equal("31[]", text);
            return;
        }

        Assert.Equal((attachments.Length == 0 ? "30" : $"6{attachments.Length}-0") + expected, text);
        Assert.Equal("31[]", await client.ReceiveAsync());
        Assert.True(server.Errors.IsEmpty, row);
    }

    [Theory]
    [MemberData(nameof(HandlerGuide.Returned), MemberType = typeof(HandlerGuide))]
    public async Task Nothing_is_sent_to_who_did_not_ask(string row, Delegate handler, string arguments, string? expected)
    {
        _ = (row, expected);
        await using var server = new ServerHarness(addServices: AddServices);
        server.Io.On("e", handler);
        server.Io.On("done", () => { });
        var client = await server.ConnectAsync();

        await SendAsync(client, string.Empty, arguments);
        await client.SendAsync("21[\"done\"]");

        Assert.Equal("31[]", await client.ReceiveAsync());
    }

    [Fact]
    public void Every_row_of_the_page_is_proved_and_every_proof_has_a_row()
    {
        Assert.Equal(HandlerGuide.Rows("| parameter | is |"), HandlerGuide.Injected.Select(row => row.Data.Item1).Distinct());
        Assert.Equal(HandlerGuide.Rows("| parameter | takes |"), HandlerGuide.Read.Select(row => row.Data.Item1).Distinct());
        Assert.Equal(HandlerGuide.Rows("| returns | the sender gets |"), HandlerGuide.Returned.Select(row => row.Data.Item1).Distinct());
    }

    [Fact]
    public async Task Enums_have_names_if_the_options_say_so()
    {
        await using var server = new ServerHarness(o => o.JsonSerializerOptions = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.Strict, Converters = { new JsonStringEnumConverter() } });
        server.Io.On("e", (HandlerGuide.Colour a) => a);
        var client = await server.ConnectAsync();

        await client.SendAsync("20[\"e\",\"Blue\"]", "21[\"e\",1]");

        Assert.Equal(["30[\"Blue\"]", "31[\"Red\"]"], client.Drain());
    }

    private static void AddServices(IServiceCollection services) => services.AddSingleton<HandlerGuide.Clock>().AddKeyedSingleton("key", new HandlerGuide.Clock());

    private static async Task SendAsync(LoopbackClient client, string ackId, string arguments)
    {
        var attachments = arguments.Split("_placeholder\":true").Length - 1;
        var payload = arguments.Length == 0 ? "[\"e\"]" : $"[\"e\",{arguments}]";
        await client.SendAsync((attachments == 0 ? "2" : $"5{attachments}-") + ackId + payload);

        for (var i = 0; i < attachments; i++)
        {
            await client.SendAsync([1, 2, 3]);
        }
    }
}
