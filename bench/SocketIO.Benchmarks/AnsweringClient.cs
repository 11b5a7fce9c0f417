using System.Buffers.Text;
using SocketIO.Tests.InMemory;

namespace SocketIO.Benchmarks;

/// <summary>Acknowledges the event that it was sent, without allocating.</summary>
internal sealed class AnsweringClient(MemoryClient client)
{
    private const int FrameHeader = 2;

    private readonly byte[] _received = new byte[1024];

    // Masked with zeros, which changes nothing.
    private readonly byte[] _answer = [0x81, 0, 0, 0, 0, 0, (byte)'4', (byte)'3', .. new byte[32]];

    /// <summary>Answers 1.</summary>
    public void Answer()
    {
        var length = client.Receive(_received);
        Utf8Parser.TryParse(_received.AsSpan(FrameHeader + 2, length - FrameHeader - 2), out long id, out _);
        Utf8Formatter.TryFormat(id, _answer.AsSpan(8), out var digits);
        "[1]"u8.CopyTo(_answer.AsSpan(8 + digits));
        var payload = 2 + digits + 3;
        _answer[1] = (byte)(0x80 | payload);
        client.Send(_answer.AsSpan(0, 6 + payload));
    }
}
