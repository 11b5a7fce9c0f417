using BenchmarkDotNet.Attributes;
using SocketIO.Server;

namespace SocketIO.Benchmarks;

/// <summary>Entering a room and leaving it again.</summary>
public class RoomBenchmarks : ServerBenchmarks
{
    private ServerSocket _socket = null!;

    protected override int ClientCount => 1000;

    [Benchmark]
    public void JoinAndLeaveOwnRoom()
    {
        _ = _socket.JoinAsync("mine");
        _ = _socket.LeaveAsync("mine");
    }

    [Benchmark]
    public void JoinAndLeaveRoomOfAll()
    {
        _ = _socket.LeaveAsync("all");
        _ = _socket.JoinAsync("all");
    }

    protected override void Register() => Server.Io.OnConnection(socket => socket.JoinAsync("all"));

    protected override void Prepare() => _socket = Server.Io.Of("/").FindSocket(Clients[0].Id)!;
}
