using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Engine;

namespace SocketIO.Server.Tests;

/// <summary>What an event costs on the heap, between the engine's reader and the user's handler.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests : IAsyncLifetime
{
    private const int Rounds = 2_000;

    private readonly ServerHarness _server = new(addServices: services => services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance));
    private ServerSocket _socket = null!;
    private int _sum;

    [Fact]
    public void An_event_of_plain_arguments_costs_nothing()
    {
        _server.Io.On("e", (ServerSocket socket, int a, double b, bool c) => { _sum += a; });

        Assert.Equal(0, PerEvent("2[\"e\",1,2.5,true]"));
        Assert.NotEqual(0, _sum);
    }

    [Fact]
    public void A_handler_of_the_socket_costs_no_more_than_one_of_the_namespace()
    {
        _socket.On("e", (int a) => { _sum += a; });
        _socket.On("another", () => { });

        Assert.Equal(0, PerEvent("2[\"e\",1]"));
    }

    [Fact]
    public void An_event_that_nobody_handles_costs_nothing()
        => Assert.Equal(0, PerEvent("2[\"nobody\",1,{\"a\":[1,2,3]}]"));

    [Fact]
    public void A_text_costs_its_string()
    {
        _server.Io.On("e", (string text) => { _sum += text.Length; });

        // 32 characters: 22 bytes of a string and two for each.
        Assert.InRange(PerEvent($"2[\"e\",\"{new string('x', 32)}\"]"), 1, 22 + 64 + 8);
    }

    [Fact]
    public void A_value_that_does_not_bind_costs_no_exception()
    {
        _server.Io.On("e", (int a) => a);

        Assert.InRange(PerEvent("20[\"e\",\"text\"]"), 0, 256);
    }

    [Fact]
    public void An_acknowledged_text_costs_its_string_and_what_the_transport_keeps()
    {
        _server.Io.On("e", (string text) => text);
        var text = new string('x', 32);
        var packet = Encoding.UTF8.GetBytes($"430[\"{text}\"]");
        var kept = Measure(() => _ = _socket.Connection.Session.SendAsync(packet));

        // The budget of an acknowledged event is 200 bytes beyond the handler's own arguments.
        Assert.InRange(PerEvent($"20[\"e\",\"{text}\"]") - kept, 0, 22 + 64 + 8 + 40);
    }

    public async ValueTask InitializeAsync() => (_, _socket) = await _server.ConnectSocketAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // The least of several rounds: the loopback transport's list of packets grows in some of them.
    private static long Measure(Action action)
    {
        var least = long.MaxValue;

        for (var round = 0; round < 6; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();

            for (var i = 0; i < Rounds; i++)
            {
                action();
            }

            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds);
        }

        return least;
    }

    private long PerEvent(string packet)
    {
        var message = new EngineMessage(Encoding.UTF8.GetBytes(packet), IsBinary: false);
        IEngineConnection connection = _socket.Connection;

        return Measure(() =>
        {
            var handled = connection.OnMessageAsync(message);
            Assert.True(handled.IsCompletedSuccessfully);
        });
    }
}
