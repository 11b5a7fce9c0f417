using BenchmarkDotNet.Attributes;

namespace SocketIO.Benchmarks;

/// <summary>One event for many: what it allocates must not depend on how many they are.</summary>
public class BroadcastBenchmarks : ServerBenchmarks
{
    private const string Text = "abcdefghijklmnopqrstuvwxyz012345";

    [Params(1, 10, 1000)]
    public int Receivers { get; set; }

    protected override int ClientCount => Receivers;

    [Benchmark]
    public long Everybody()
    {
        _ = Server.Io.EmitAsync("msg", Text);
        return DrainAll();
    }

    [Benchmark]
    public long Room()
    {
        _ = Server.Io.To("room").EmitAsync("msg", Text);
        return DrainAll();
    }

    [Benchmark]
    public long TwoRooms()
    {
        _ = Server.Io.To("room", "other").EmitAsync("msg", Text);
        return DrainAll();
    }

    protected override void Register() => Server.Io.OnConnection(socket => socket.JoinAsync("room", "other"));
}
