using System.Reflection;
using SocketIO.Client;
using SocketIO.Protocol;
using SocketIO.Protocol.MessagePack;
using SocketIO.Tests;

namespace SocketIO.Downlevel.Tests;

/// <summary>Older targets have the public surface that .NET 10 has, but for what their platform lacks.</summary>
public sealed class SameApiTests
{
    [Fact]
    public void Protocol_is_the_same() => Assert.Empty(Differences(typeof(PacketDecoder).Assembly));

    [Fact]
    public void MessagePack_has_no_server()
        => Assert.All(Differences(typeof(MessagePackParser).Assembly), line => Assert.StartsWith("- Microsoft.Extensions.DependencyInjection.MessagePackBuilderExtensions", line, StringComparison.Ordinal));

    [Fact]
    public void A_client_configures_another_handler()
        => Assert.Equal(
            [
                "- SocketIO.Client.SocketIOClientOptions.ConfigureHttpHandler: Action<SocketsHttpHandler>? { get; set; }",
                "+ SocketIO.Client.SocketIOClientOptions.ConfigureHttpHandler: Action<HttpClientHandler>? { get; set; }",
            ],
            Differences(typeof(SocketIOClient).Assembly));

    private static string[] Differences(Assembly assembly)
    {
        var approved = File.ReadAllLines(Checkout.PathTo("api", $"{assembly.GetName().Name}.txt"));
        var actual = ApiDump.Of(assembly);
        return [.. approved.Except(actual).Select(line => $"- {line}"), .. actual.Except(approved).Select(line => $"+ {line}")];
    }
}
