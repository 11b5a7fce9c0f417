using System.Text;

namespace SocketIO.Protocol.Tests;

/// <summary>Random bodies of Engine.IO v3, read by us and by a slow reader that works on strings as JavaScript does.</summary>
public sealed class PayloadV3FuzzTests
{
    [Fact]
    [Trait("Hostile", "F2")]
    [Trait("Hostile", "F5")]
    [Trait("Spec", "V3-005")]
    public void Bodies_mean_what_they_mean_in_UTF_16()
    {
        var random = new Random(11);
        string[] parts = ["1:2", "6:4hello", "2:4", "3:4", "4:b4AA", "é", "€", "😀", "4", "x", ":", "0:", "9", "10:b4AQIDBA==", "\n", "b4", "-1:"];
        var accepted = 0;

        for (var i = FuzzSize.Of(100_000); i > 0; i--)
        {
            var body = string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => parts[random.Next(parts.Length)]));
            var (expected, isValid) = ReadSlowly(body);
            var (actual, error) = Read(Encoding.UTF8.GetBytes(body));

            Assert.True(isValid == error is EngineError.None, $"{body}: {error}");
            Assert.True(expected.SequenceEqual(actual), body);
            accepted += isValid ? 1 : 0;
        }

        Assert.InRange(accepted, FuzzSize.Of(100_000) / 20, int.MaxValue);
    }

    [Fact]
    [Trait("Hostile", "F10")]
    [Trait("Hostile", "F12")]
    public void Random_bytes_are_read_to_an_end()
    {
        var random = new Random(12);
        byte[] likely = [0, 0, 1, 1, 2, 3, 4, 6, 9, 0xff, 0xff, (byte)'4', (byte)'2', (byte)':', (byte)'b'];

        for (var i = FuzzSize.Of(100_000); i > 0; i--)
        {
            var body = Enumerable.Range(0, random.Next(24)).Select(_ => random.Next(8) == 0 ? (byte)random.Next(256) : likely[random.Next(likely.Length)]).ToArray();

            foreach (var isBinary in new[] { false, true })
            {
                var copy = body.ToArray();
                var reader = new EnginePayloadReaderV3(copy, isBinary);

                while (reader.TryRead(out var packet))
                {
                    Assert.True(packet.Data.SequenceEqual(copy.AsSpan(packet.Offset, packet.Data.Length)));
                }

                Assert.True(reader.Error is not EngineError.None || reader.Position == body.Length);
            }
        }
    }

    private static (List<string> Packets, bool IsValid) ReadSlowly(string body)
    {
        var packets = new List<string>();

        while (body.Length > 0)
        {
            var colon = body.IndexOf(':');
            var digits = colon < 0 ? "" : body[..colon];

            if (digits.Length is 0 or > 10 || !digits.All(char.IsAsciiDigit) || long.Parse(digits) is var length && length > body.Length - colon - 1)
            {
                return (packets, false);
            }

            var text = body.Substring(colon + 1, (int)length);
            body = body[(colon + 1 + (int)length)..];

            if (text.Length == 0)
            {
                packets.Add("Noop ");
                continue;
            }

            if (char.IsHighSurrogate(text[^1]) || EngineCodecV3.DecodeInPlace(Encoding.UTF8.GetBytes(text), out var packet) is not EngineError.None)
            {
                return (packets, false);
            }

            packets.Add($"{packet.Type} {Convert.ToHexString(packet.Data)}");
        }

        return (packets, true);
    }

    private static (List<string> Packets, EngineError Error) Read(byte[] body)
    {
        var packets = new List<string>();
        var reader = new EnginePayloadReaderV3(body, isBinary: false);

        while (reader.TryRead(out var packet))
        {
            packets.Add($"{packet.Type} {Convert.ToHexString(packet.Data)}");
        }

        return (packets, reader.Error);
    }
}
