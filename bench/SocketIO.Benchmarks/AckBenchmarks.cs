using BenchmarkDotNet.Attributes;
using SocketIO.Server;
using SocketIO.Tests.InMemory;

namespace SocketIO.Benchmarks;

/// <summary>An event and its acknowledgement, there and back.</summary>
public class AckBenchmarks : ServerBenchmarks
{
    private const string Text = "abcdefghijklmnopqrstuvwxyz012345";
    private const int Batch = 16;

    private readonly byte[] _question = MemoryFrames.Text($"420[\"echo\",\"{Text}\"]");
    private readonly byte[] _questions = [.. Enumerable.Repeat(MemoryFrames.Text($"420[\"echo\",\"{Text}\"]"), Batch).SelectMany(static frame => frame)];

    private ServerSocket _socket = null!;
    private AnsweringClient _answering = null!;

    [Benchmark]
    public long ClientAsks()
    {
        Clients[0].Send(_question);
        return Clients[0].Drain();
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public long ClientAsksInBatches()
    {
        Clients[0].Send(_questions);
        return Clients[0].Drain();
    }

    [Benchmark]
    public int ServerAsks()
    {
        var answer = _socket.EmitWithAckAsync<int>("question", Text);
        _answering.Answer();
        return answer.Result;
    }

    protected override void Register() => Server.Io.On("echo", (string text) => text);

    protected override void Prepare()
    {
        _socket = Server.Io.Of("/").FindSocket(Clients[0].Id)!;
        _answering = new AnsweringClient(Clients[0]);
    }
}
