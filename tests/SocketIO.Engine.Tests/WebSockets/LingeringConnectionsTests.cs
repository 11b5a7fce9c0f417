using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections.Features;
using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class LingeringConnectionsTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Each_connection_is_reset_when_its_own_time_is_up()
    {
        var lingering = new LingeringConnections(_time, TimeSpan.FromSeconds(5));
        var first = new Tcp();
        var second = new Tcp();

        lingering.Add(first);
        _time.Advance(TimeSpan.FromSeconds(1));
        lingering.Add(second);

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal((1, 0), (first.Aborted, second.Aborted));

        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal((1, 1), (first.Aborted, second.Aborted));

        lingering.Add(first);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((2, 1), (first.Aborted, second.Aborted));
    }

    [Fact]
    public void A_connection_that_has_ended_is_not_kept_in_memory()
    {
        var lingering = new LingeringConnections(_time, TimeSpan.FromSeconds(5));
        var connection = AddOne(lingering);

        GC.Collect();

        Assert.False(connection.IsAlive);
        _time.Advance(TimeSpan.FromSeconds(5));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AddOne(LingeringConnections lingering)
    {
        var connection = new Tcp();
        lingering.Add(connection);
        return new WeakReference(connection);
    }

    private sealed class Tcp : IConnectionLifetimeFeature
    {
        public int Aborted { get; private set; }

        public CancellationToken ConnectionClosed { get; set; }

        public void Abort() => Aborted++;
    }
}
