using System.Text.Json;

namespace SocketIO.Protocol.MessagePack.Tests;

/// <summary>No bytes make the decoder throw, and what it lets through can be read and sent on.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 60_000;

    [Fact]
    public void Mutated_recordings_are_refused_or_safe()
    {
        var random = new Random(29);
        byte[][] seeds = [.. Golden.Encoded.Select(line => line.Bytes()).Where(bytes => bytes.Length < 400), .. Golden.Decoded.Where(line => line.ContainsKey("hex")).Select(line => line.Bytes())];
        var decoder = Codec.Parser.CreateDecoder(PacketLimits.Default);
        var errors = new Dictionary<PacketError, int>();

        for (var i = 0; i < Inputs; i++)
        {
            var message = Mutate(seeds[random.Next(seeds.Length)], seeds, random);
            var error = decoder.Add(message, isBinary: true, out var packet, out var complete);

            Assert.Equal(error is PacketError.None, complete);
            errors[error] = errors.GetValueOrDefault(error) + 1;
            Assert.NotEmpty(error.ToDescription());

            if (complete)
            {
                AssertSafe(Codec.Packet.From(packet));
            }
        }

        // It is worth something only if it has seen much of everything.
        Assert.InRange(errors[PacketError.None], Inputs / 20, Inputs);
        PacketError[] seen =
        [
            PacketError.InvalidEncoding, PacketError.UnknownType, PacketError.InvalidNamespace, PacketError.InvalidPayload, PacketError.InvalidAckId,
            PacketError.InvalidEventName, PacketError.InvalidUtf8,
        ];
        Assert.All(seen, error => Assert.True(errors.GetValueOrDefault(error) >= 5, $"{error} was seen {errors.GetValueOrDefault(error)} times"));
    }

    // What is accepted reads as JSON; sending it on and receiving it again changes nothing.
    private static void AssertSafe(Codec.Packet packet)
    {
        foreach (var argument in packet.Arguments)
        {
            _ = argument.GetJson();
            _ = argument.TryGetBytes(out _);
            _ = packet.Arguments.TryGet<DateTime>(0, out _);
            _ = packet.Arguments.TryGet<Dictionary<string, JsonElement>>(0, out _);
        }

        if (packet.Type is PacketType.Event or PacketType.Ack && !packet.EventName.Contains(',', StringComparison.Ordinal))
        {
            var sentOn = packet.Echo();
            Assert.Equal(Convert.ToHexString(sentOn), Convert.ToHexString(Codec.Decode(sentOn).Echo()));
        }
    }

    private static byte[] Mutate(byte[] seed, byte[][] seeds, Random random)
    {
        var bytes = new List<byte>(seed);

        for (var n = random.Next(1, 4); n > 0 && bytes.Count > 0; n--)
        {
            var at = random.Next(bytes.Count);

            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;

                case 1:
                    // The first bytes of values are nearly all here.
                    bytes[at] = (byte)(0xc0 + random.Next(32));
                    break;

                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;

                case 3:
                    bytes.RemoveRange(at, random.Next(1, Math.Min(4, bytes.Count - at) + 1));
                    break;

                case 4:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;

                default:
                    var other = seeds[random.Next(seeds.Length)];
                    var start = random.Next(other.Length + 1);
                    bytes.InsertRange(at, other[start..Math.Min(other.Length, start + random.Next(12))]);
                    break;
            }
        }

        return [.. bytes];
    }
}
