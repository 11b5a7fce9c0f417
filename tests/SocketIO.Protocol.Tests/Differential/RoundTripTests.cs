using System.Text;
using System.Text.Json;

namespace SocketIO.Protocol.Tests;

/// <summary>What is encoded comes out the same: of our decoder, and of the reference's.</summary>
public sealed class RoundTripTests
{
    private readonly Random _random = new(9);

    [Fact]
    [Trait("Spec", "PAR-004")]
    [Trait("Spec", "PAR-005")]
    [Trait("Spec", "PAR-006")]
    public async Task Any_graph_survives_encoding_and_decoding()
    {
        var transcripts = new List<object[]>();
        var graphs = new List<object?[]>();

        for (var i = FuzzSize.Of(2000); i > 0; i--)
        {
            var graph = Enumerable.Range(0, _random.Next(4)).Select(_ => Value(0)).ToArray();
            var before = Show(graph);
            var packet = Encoded.Packet(PacketType.Event, "/x", _random.Next(2) == 0 ? null : _random.Next(), "event", graph);

            Assert.Equal(before, Show(graph));
            Assert.Equal(before, Show(Decode(packet)));

            graphs.Add(graph);
            transcripts.Add([packet.Text()[1..], .. packet.Attachments.ToArray().Select(a => a.ToArray())]);
        }

        var answers = await ReferenceDecoder.RunAsync(transcripts);

        for (var i = 0; i < answers.Length; i++)
        {
            // The reference takes no more than ten attachments.
            var packets = answers[i].GetProperty("packets");
            Assert.True(packets.GetArrayLength() == 1 || answers[i].GetProperty("error").ValueEquals("too many attachments"), $"{answers[i]}");

            if (packets.GetArrayLength() == 1)
            {
                Assert.Equal(Show(graphs[i]), Show(packets[0].GetProperty("data").EnumerateArray().Skip(1).Select(FromReference).ToArray()));
            }
        }
    }

    private static object?[] Decode(EncodedPacket packet)
    {
        var decoder = new PacketDecoder(new PacketLimits { MaxAttachments = 1000 });
        Assert.Equal(PacketError.None, decoder.AddText(packet.Text.Span[1..], out var received, out var complete));

        foreach (var attachment in packet.Attachments)
        {
            Assert.False(complete);
            Assert.Equal(PacketError.None, decoder.AddBinary(attachment, out received, out complete));
        }

        Assert.True(complete);
        return [.. received.ToArguments(JsonArgumentSerializer.Default).Select(a => FromArgument(a, a.GetJson()))];
    }

    private static object? FromArgument(EventArgument argument, JsonElement json)
        => argument.TryGetBytes(json, out var bytes)
            ? bytes.ToArray()
            : json.ValueKind switch
            {
                JsonValueKind.Object => json.EnumerateObject().ToDictionary(p => p.Name, p => FromArgument(argument, p.Value)),
                JsonValueKind.Array => json.EnumerateArray().Select(item => FromArgument(argument, item)).ToArray(),
                _ => FromScalar(json),
            };

    private static object? FromReference(JsonElement json)
        => json.ValueKind switch
        {
            JsonValueKind.Object when json.TryGetProperty("$", out var base64) => base64.GetBytesFromBase64(),
            JsonValueKind.Object => json.EnumerateObject().ToDictionary(p => p.Name, p => FromReference(p.Value)),
            JsonValueKind.Array => json.EnumerateArray().Select(FromReference).ToArray(),
            _ => FromScalar(json),
        };

    private static object? FromScalar(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    // One text for one value; the order of keys does not count.
    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        byte[] bytes => $"<{Convert.ToHexString(bytes)}>",
        Dictionary<string, object?> properties => $"{{{string.Join(',', properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{Show(p.Value)}"))}}}",
        object?[] items => $"[{string.Join(',', items.Select(Show))}]",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
    };

    private object? Value(int depth)
    {
        switch (_random.Next(depth < 4 ? 10 : 7))
        {
            case 0:
                return null;

            case 1:
                return _random.Next(2) == 0;

            case 2:
                return _random.Next(-1000, 1000);

            case 3:
                return (double)_random.Next(-1000, 1000) / 8;

            case 4:
                var bytes = new byte[_random.Next(5)];
                _random.NextBytes(bytes);
                return bytes;

            case 5 or 6:
                return Text();

            case 7:
                return Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth + 1)).ToArray();

            default:
                var properties = new Dictionary<string, object?>();

                for (var i = _random.Next(4); i > 0; i--)
                {
                    properties[Text()] = Value(depth + 1);
                }

                return properties;
        }
    }

    private string Text()
    {
        Rune[] alphabet = [.. "ab_\"\\/\n\u0001\u007f\u00e9\u20ac\u2028\ud83d\ude00{}[],:".EnumerateRunes()];
        return string.Concat(Enumerable.Range(0, _random.Next(6)).Select(_ => alphabet[_random.Next(alphabet.Length)]));
    }
}
