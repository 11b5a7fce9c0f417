using System.Buffers;
using BenchmarkDotNet.Attributes;
using SocketIO.Protocol;

namespace SocketIO.Benchmarks;

/// <summary>The body of a polling request or response.</summary>
public class PayloadBenchmarks
{
    private readonly ArrayBufferWriter<byte> _body = new(4096);
    private readonly EncodedPacket _packet = new("42[\"msg\",\"abcdefghijklmnopqrstuvwxyz012345\"]"u8.ToArray());
    private byte[] _received = [];

    [Params(1, 16)]
    public int Packets { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Write();
        _received = _body.WrittenSpan.ToArray();
    }

    [Benchmark]
    public int Write()
    {
        var first = true;
        _body.ResetWrittenCount();

        for (var i = 0; i < Packets; i++)
        {
            EnginePayloadWriter.Write(_body, _packet, ref first);
        }

        return _body.WrittenCount;
    }

    [Benchmark]
    public int Read()
    {
        var reader = new EnginePayloadReader(_received);
        var packets = 0;

        while (reader.TryRead(out _))
        {
            packets++;
        }

        return packets;
    }
}
