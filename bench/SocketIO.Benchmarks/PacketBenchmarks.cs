using BenchmarkDotNet.Attributes;
using SocketIO.Protocol;

namespace SocketIO.Benchmarks;

/// <summary>One packet between its bytes and its values.</summary>
public class PacketBenchmarks
{
    private const string Text = "abcdefghijklmnopqrstuvwxyz012345";

    private static readonly JsonArgumentSerializer s_serializer = JsonArgumentSerializer.Default;

    private readonly PacketDecoder _decoder = new(PacketLimits.Default);
    private readonly byte[] _event = "212[\"echo\",\"abcdefghijklmnopqrstuvwxyz012345\"]"u8.ToArray();
    private readonly byte[] _binaryEvent = "51-[\"echo\",{\"_placeholder\":true,\"num\":0}]"u8.ToArray();
    private readonly byte[] _attachment = new byte[1024];
    private readonly object?[] _texts = [Text];
    private readonly object?[] _binaries = [new byte[1024]];

    [Benchmark]
    public PacketError Decode() => _decoder.AddText(_event, out _, out _);

    [Benchmark]
    public string? DecodeAndRead()
    {
        _decoder.AddText(_event, out var packet, out _);
        new ArgumentReader(packet).TryRead<string>(s_serializer, out var text);
        return text;
    }

    [Benchmark]
    public byte[]? AssembleBinary()
    {
        _decoder.AddText(_binaryEvent, out _, out _);
        _decoder.AddBinary(_attachment, out var packet, out _);
        new ArgumentReader(packet).TryRead<byte[]>(s_serializer, out var data);
        return data;
    }

    [Benchmark]
    public int Encode()
    {
        var buffer = PacketBuffer.Rent();
        buffer.Write(PacketType.Event, "/", ackId: 7, "echo", _texts, s_serializer);
        var length = buffer.Text.Length;
        buffer.Return();
        return length;
    }

    [Benchmark]
    public int EncodeToShare() => Share(_texts);

    [Benchmark]
    public int EncodeBinaryToShare() => Share(_binaries);

    private static int Share(object?[] arguments)
    {
        var buffer = PacketBuffer.Rent();
        buffer.Write(PacketType.Event, "/", ackId: null, "echo", arguments, s_serializer);
        var packet = buffer.ToEncodedPacket();
        buffer.Return();
        return packet.WebSocketFrames.Length;
    }
}
