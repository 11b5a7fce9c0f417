using BenchmarkDotNet.Attributes;
using SocketIO.Protocol;
using SocketIO.Server;
using SocketIO.Tests.InMemory;

namespace SocketIO.Benchmarks;

/// <summary>Registering a handler, and binding an event's arguments to its parameters.</summary>
public class HandlerBenchmarks : ServerBenchmarks
{
    private readonly byte[] _nothing = MemoryFrames.Text("42[\"nothing\"]");
    private readonly byte[] _plain = MemoryFrames.Text("42[\"plain\",1,2.5,true]");
    private readonly byte[] _text = MemoryFrames.Text("42[\"text\",\"abcdefghijklmnopqrstuvwxyz012345\"]");
    private readonly byte[] _record = MemoryFrames.Text("42[\"record\",{\"from\":\"alice\",\"line\":3}]");
    private readonly byte[] _any = MemoryFrames.Text("42[\"any\",{\"from\":\"alice\",\"line\":3}]");
    private readonly byte[] _nobody = MemoryFrames.Text("42[\"nobody\",1]");

    private int _handled;

    [Benchmark]
    public void Register_a_handler()
    {
        var handler = (ServerSocket _, int number, string _) => { _handled += number; };
        Server.Io.On("temporary", handler);
        Server.Io.Off("temporary", handler);
    }

    [Benchmark]
    public int No_arguments() => Send(_nothing);

    [Benchmark]
    public int Plain_arguments() => Send(_plain);

    [Benchmark]
    public int A_text() => Send(_text);

    [Benchmark]
    public int A_record() => Send(_record);

    [Benchmark]
    public int Any_argument() => Send(_any);

    [Benchmark]
    public int No_handler() => Send(_nobody);

    protected override void Register()
    {
        Server.Io.On("nothing", () => { _handled++; });
        Server.Io.On("plain", (int number, double _, bool _) => { _handled += number; });
        Server.Io.On("text", (string text) => { _handled += text.Length; });
        Server.Io.On("record", (Line line) => { _handled += line.Number; });
        Server.Io.On("any", (EventArgument argument) => { _handled += argument.IsBinary ? 1 : 2; });
    }

    private int Send(byte[] frame)
    {
        Clients[0].Send(frame);
        return _handled;
    }

    internal sealed record Line(string From, [property: System.Text.Json.Serialization.JsonPropertyName("line")] int Number);
}
