using System.Net.WebSockets;
using System.Text;
using SocketIO.Engine;

namespace SocketIO.Tests;

/// <summary>
/// The same bytes through this reader and through the framework's own WebSocket must give the same messages and the same end.
/// </summary>
/// <remarks>
/// Differences that are meant, which <see cref="Known"/> lets pass:
/// <list type="bullet">
/// <item>the framework reads unmasked frames of clients, this server refuses them;</item>
/// <item>it answers lengths from 2^63 on with 1002, this server every length over its limit with 1009; it has no limits;</item>
/// <item>it answers a reason that is not UTF-8 with 1002, this server, like the reference, with 1007;</item>
/// <item>it refuses text as soon as it cannot become UTF-8 any more, and so before the message ends or another error comes;</item>
/// <item>it does not notice that the last character is incomplete when the last fragment is empty;</item>
/// <item>it tells an empty close frame as one with code 1000;</item>
/// <item>it takes no notice of a frame until its header is complete, this reader refuses a bad one by its first two bytes.</item>
/// </list>
/// </remarks>
public sealed class FrameDifferentialTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [Trait("Hostile", "CVE-2021-26423")]
    public async Task Conversations_and_their_mutations_end_the_same(int seed)
    {
        var random = new Random(seed);
        var agreed = 0;
        var known = 0;

        for (var round = 0; round < 1500; round++)
        {
            var bytes = Conversation(random);

            if (random.Next(3) > 0)
            {
                Mutate(bytes, random);
            }


            var ours = Ours(bytes, random);
            var theirs = await TheirsAsync(bytes);

            if (ours.SequenceEqual(theirs))
            {
                agreed++;
            }
            else if (Known(ours, theirs))
            {
                known++;
            }
            else
            {
                Assert.Fail($"Seed {seed}, round {round}: {Convert.ToHexString([.. bytes])}\nours:   {string.Join(" | ", ours)}\ntheirs: {string.Join(" | ", theirs)}");
            }
        }

        Assert.True(agreed > 700, $"{agreed} agreed, {known} differed in known ways");
    }

    private static List<string> Ours(List<byte> bytes, Random random)
    {
        var most = 1 << random.Next(1, 10);
        var seen = Transcript.Read(new WebSocketSettings { MaxFragments = int.MaxValue }, [.. bytes], _ => random.Next(1, most));
        var messages = seen.Where(l => !l.StartsWith("ping", StringComparison.Ordinal) && !l.StartsWith("pong", StringComparison.Ordinal)).ToList();
        var end = messages.FindIndex(l => l.StartsWith("error", StringComparison.Ordinal));

        // What comes after an error does not count.
        if (end >= 0)
        {
            messages.RemoveRange(end + 1, messages.Count - end - 1);
        }
        else if (messages is not [.., var last] || !last.StartsWith("close", StringComparison.Ordinal))
        {
            messages.Add("end of stream");
        }

        return messages;
    }

    private static async Task<List<string>> TheirsAsync(List<byte> bytes)
    {
        var stream = new OneShotStream([.. bytes]);
        using var socket = WebSocket.CreateFromStream(stream, isServer: true, null, Timeout.InfiniteTimeSpan);
        var seen = new List<string>();
        var message = new List<byte>();
        var buffer = new byte[1024];

        try
        {
            while (true)
            {
                var result = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);

                if (result.MessageType is WebSocketMessageType.Close)
                {
                    seen.Add($"close {(int)socket.CloseStatus!} {socket.CloseStatusDescription}".TrimEnd());
                    return seen;
                }

                message.AddRange(buffer[..result.Count]);

                if (result.EndOfMessage)
                {
                    seen.Add(result.MessageType is WebSocketMessageType.Text
                        ? $"text {Encoding.UTF8.GetString([.. message])}"
                        : $"binary {Convert.ToHexString([.. message])}");
                    message.Clear();
                }
            }
        }
        catch (WebSocketException exception)
        {
            seen.Add(exception.WebSocketErrorCode is WebSocketError.Faulted ? $"error {stream.CloseCode}" : "end of stream");
            return seen;
        }
    }

    private static bool Known(List<string> ours, List<string> theirs)
    {
        var ourEnd = ours[^1];
        var theirEnd = theirs[^1];
        var sameMessages = ours.SkipLast(1).SequenceEqual(theirs.SkipLast(1));

        return ourEnd switch
        {
            _ when sameMessages && theirEnd == "error 1007" => true,
            "close -" => sameMessages && theirEnd == "close 1000",
            "error NotMasked 1002" => ours.SkipLast(1).SequenceEqual(theirs.Take(ours.Count - 1)),
            "error MessageTooLarge 1009" => sameMessages && theirEnd is "error 1002" or "end of stream",
            "error InvalidUtf8 1007" => (sameMessages && theirEnd == "error 1002") || LetsIncompleteTextPass(ours, theirs),
            _ when ourEnd.StartsWith("error", StringComparison.Ordinal) => sameMessages && (theirEnd == $"error {ourEnd[^4..]}" || theirEnd == "end of stream"),
            _ => false,
        };
    }

    private static bool LetsIncompleteTextPass(List<string> ours, List<string> theirs)
        => ours.SkipLast(1).SequenceEqual(theirs.Take(ours.Count - 1)) && theirs[ours.Count - 1] is var text
            && text.StartsWith("text", StringComparison.Ordinal) && text.EndsWith('\uFFFD');

    internal static List<byte> Conversation(Random random)
    {
        var bytes = new List<byte>();
        var open = false;

        for (var i = random.Next(1, 7); i > 0; i--)
        {
            var key = (uint)random.NextInt64();
            var payload = Payload(random);
            var fin = random.Next(4) > 0;

            switch (random.Next(12))
            {
                case 0:
                    bytes.AddRange(ClientFrames.Frame(0x9, payload[..Math.Min(125, payload.Length)], key: key));
                    break;

                case 1:
                    bytes.AddRange(ClientFrames.Frame(0xA, payload[..Math.Min(125, payload.Length)], key: key));
                    break;

                case 2 when random.Next(3) == 0:
                    bytes.AddRange(random.Next(3) == 0 ? ClientFrames.Close() : ClientFrames.Close(random.Next(900, 5100), "why"));
                    break;

                default:
                    bytes.AddRange(ClientFrames.Frame(open ? 0x0 : random.Next(1, 3), payload, fin, key: key, lengthBytes: random.Next(10) == 0 ? 8 : null));
                    open = !fin;
                    break;
            }
        }

        return bytes;
    }

    private static byte[] Payload(Random random)
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(0, random.Next(4) == 0 ? 300 : 20)).Select(_ => random.Next(5) switch
        {
            0 => "é",
            1 => "日",
            2 => "🚀",
            _ => "a",
        }));

        var bytes = Encoding.UTF8.GetBytes(text);
        return random.Next(6) == 0 ? bytes[..random.Next(0, bytes.Length + 1)] : bytes;
    }

    internal static void Mutate(List<byte> bytes, Random random)
    {
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);

            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;

                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;

                case 2:
                    bytes.RemoveAt(at);
                    break;

                case 3:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;

                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }
    }

    // Gives the bytes and then ends; looks into what is written for the code of the close frame.
    private sealed class OneShotStream(byte[] bytes) : Stream
    {
        private int _position;

        public int? CloseCode { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => new(Read(buffer.Span));

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, bytes.Length - _position);
            bytes.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return default;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer is [0x88, >= 2, var high, var low, ..])
            {
                CloseCode ??= (high << 8) | low;
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
