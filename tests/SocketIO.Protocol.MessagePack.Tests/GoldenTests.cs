using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocketIO.Protocol.MessagePack.Tests;

/// <summary>Bytes of socket.io-msgpack-parser 3.0.2 with notepack.io 2.2.0, recorded.</summary>
public sealed class GoldenTests
{
    // notepack.io writes integers beyond 64 bits as 0: the value is lost before it gets here.
    private static readonly string[] _lost =
    [
        "number 18446744073709552000", "number 100000000000000000000", "number 1e+300", "number 3.4028234663852886e+38", "number 1.7976931348623157e+308",
        "number -18446744073709552000",
    ];

    // In JSON these have the digits that JavaScript prints, which stand for the same double and not for the same integer.
    private static readonly string[] _rounded = ["number 9223372036854776000", "number -9223372036854776000"];

    // Binary data of .NET is what a Buffer of Node is. There are no other kinds to tell apart.
    private static readonly string[] _typedArrays = ["Uint8Array", "Int16Array", "DataView"];

    [Fact]
    [Trait("Spec", "PAR-020")]
    [Trait("Spec", "PAR-021")]
    public void What_was_received_is_sent_on_byte_for_byte()
    {
        var compared = 0;

        foreach (var line in Golden.Encoded.Where(line => !line.ContainsKey("decodeError") && !_lost.Contains(line.Label())))
        {
            var packet = Codec.Decode(line.Bytes());

            if (packet.Type is PacketType.Event or PacketType.Ack)
            {
                Assert.Equal((line.Label(), Hex(Codec.DataOf(line.Bytes()))), (line.Label(), Hex(Codec.DataOf(packet.Echo()))));
                compared++;
            }
        }

        Assert.InRange(compared, 70, int.MaxValue);
    }

    [Fact]
    [Trait("Spec", "PAR-020")]
    [Trait("Spec", "PAR-021")]
    [Trait("Spec", "PAR-022")]
    public void What_the_reference_encodes_is_understood_as_the_reference_does()
    {
        var compared = 0;

        foreach (var line in Golden.Encoded.Where(line => line["decoded"] is JsonObject))
        {
            var packet = Codec.Decode(line.Bytes());
            var expected = line["decoded"]!;

            Assert.Equal((int)expected["type"]!, (int)packet.Type);
            Assert.Equal((string)expected["nsp"]!, packet.Namespace);
            Assert.Equal((long?)expected["id"], packet.AckId);
            compared += Compare(line.Label(), packet, expected["data"]);
        }

        Assert.InRange(compared, 80, int.MaxValue);
    }

    [Fact]
    [Trait("Spec", "PAR-020")]
    [Trait("Spec", "PAR-021")]
    public void What_dotnet_sends_is_what_the_reference_would_send()
    {
        var compared = 0;

        foreach (var line in Golden.Encoded.Where(line => !_lost.Concat(_typedArrays).Concat(_rounded).Contains(line.Label())))
        {
            if (line["packet"]!["data"] is JsonArray { Count: > 0 } data && (int)line["packet"]!["type"]! == 2 && DotNetValue.TryMake(data, out var values))
            {
                var sent = Codec.Encode((string)values[0]!, values[1..]);
                Assert.Equal((line.Label(), Hex(Codec.DataOf(line.Bytes()))), (line.Label(), Hex(Codec.DataOf(sent))));
                compared++;
            }
        }

        Assert.InRange(compared, 60, int.MaxValue);
    }

    [Fact]
    [Trait("Spec", "PAR-023")]
    public void What_the_reference_refuses_is_refused_with_its_words()
    {
        var refused = 0;

        foreach (var line in Golden.Decoded.Where(line => line.ContainsKey("error") && line.ContainsKey("hex")))
        {
            var error = Codec.Refuse(line.Bytes());
            var text = Codec.Parser.CreateDecoder(PacketLimits.Default).GetErrorText(error, line.Bytes(), isBinary: true);
            var expected = (string)line["error"]! switch
            {
                // What JavaScript says when it reads a property of null; and a count that nobody needs.
                var thrown when thrown.StartsWith("Cannot read", StringComparison.Ordinal) => "invalid packet type",
                var thrown when thrown.EndsWith("trailing bytes", StringComparison.Ordinal) => "Could not parse",
                var thrown => thrown,
            };
            Assert.Equal((line.Label(), expected), (line.Label(), text));
            refused++;
        }

        Assert.InRange(refused, 25, int.MaxValue);
    }

    [Fact]
    public void What_the_reference_accepts_is_accepted_unless_it_could_do_harm()
    {
        var stricter = new Dictionary<string, PacketError>
        {
            ["id negative"] = PacketError.AckIdOutOfRange,
            ["event data empty array"] = PacketError.InvalidEventName,
            ["event name null"] = PacketError.InvalidEventName,
            ["reserved event name connect"] = PacketError.ReservedEventName,
        };
        var accepted = 0;

        foreach (var line in Golden.Decoded.Where(line => line.ContainsKey("decoded")))
        {
            if (stricter.Remove(line.Label(), out var error))
            {
                Assert.Equal((line.Label(), error), (line.Label(), Codec.Refuse(line.Bytes())));
                continue;
            }

            Compare(line.Label(), Codec.Decode(line.Bytes()), line["decoded"]!["data"]);
            accepted++;
        }

        Assert.Empty(stricter);
        Assert.InRange(accepted, 15, int.MaxValue);
    }

    [Fact]
    [Trait("Spec", "PAR-021")]
    public void The_dialect_of_notepack_2_is_the_one_that_is_spoken()
    {
        var compared = 0;

        foreach (var line in Golden.Dialects.Where(line => !((string)line["notepack2"]!).StartsWith("error", StringComparison.Ordinal) && !_lost.Contains(line.Label())))
        {
            var value = line.Bytes("notepack2");
            Assert.Equal((line.Label(), Hex(value)), (line.Label(), Hex(ArgumentOf(Codec.Decode(Codec.Event(value)).Echo()))));
            compared++;
        }

        foreach (var line in Golden.DialectDecodes)
        {
            var message = Codec.Event(line.Bytes());

            if (line["notepack2"] is JsonObject { Count: 1 } failed && failed.ContainsKey("error"))
            {
                Codec.Refuse(message);
            }
            else
            {
                Assert.Equal(Notation.Text(line["notepack2"]), Notation.Text(Notation.Of(Codec.Decode(message).Arguments[0])));
            }

            compared++;
        }

        Assert.InRange(compared, 55, int.MaxValue);
    }

    private static byte[] ArgumentOf(byte[] message) => Codec.DataOf(message)[3..];

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static int Compare(string label, Codec.Packet packet, JsonNode? data)
    {
        if (data is not JsonArray { Count: > 0 } values)
        {
            return 0;
        }

        var skipped = packet.Type is PacketType.Event ? 1 : 0;
        Assert.Equal(values.Count - skipped, packet.Arguments.Count);

        for (var i = skipped; i < values.Count; i++)
        {
            Assert.Equal((label, Notation.Text(values[i])), (label, Notation.Text(Notation.Of(packet.Arguments[i - skipped]))));
        }

        return 1;
    }
}
