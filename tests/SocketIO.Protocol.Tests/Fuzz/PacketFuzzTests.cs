using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocketIO.Protocol.Tests;

/// <summary>
/// No bytes make the decoder throw, and what it lets through can be read as anything and sent back without an exception.
/// </summary>
public sealed class PacketFuzzTests
{
    [Fact]
    [Trait("Hostile", "H3")]
    [Trait("Hostile", "H11")]
    [Trait("Hostile", "I21")]
    public void Mutated_packets_are_refused_or_safe()
    {
        var generator = new FrameGenerator(5);
        var random = new Random(6);
        var decoder = new PacketDecoder(PacketLimits.Default);
        var accepted = 0;

        for (var i = FuzzSize.Of(200_000); i > 0; i--)
        {
            var text = Encoding.UTF8.GetBytes(i % 4 == 0 ? generator.Packet() : generator.Mutate(generator.Packet()));

            if (i % 8 == 0 && text.Length > 0)
            {
                // Bytes that are no UTF-8, too.
                text[random.Next(text.Length)] = (byte)random.Next(256);
            }

            decoder.Reset();
            var error = decoder.AddText(text, out var packet, out var complete);

            while (error is PacketError.None && !complete)
            {
                error = decoder.AddBinary(new byte[random.Next(3)], out packet, out complete);
            }

            if (error is not PacketError.None)
            {
                Assert.False(complete);
                continue;
            }

            accepted++;
            AssertSafe(packet);
        }

        Assert.InRange(accepted, FuzzSize.Of(200_000) / 20, int.MaxValue);
    }

    [Fact]
    [Trait("Hostile", "B15")]
    [Trait("Hostile", "B22")]
    public void Mutated_polling_bodies_are_read_to_an_end()
    {
        var random = new Random(7);
        string[] parts = ["4hello", "2probe", "b", "bAQIDBA==", "bAQI", "\u001e", "\u001e", "6", "1", "9", "\n", "=", "-_", "4\u20ac", " "];

        for (var i = FuzzSize.Of(50_000); i > 0; i--)
        {
            var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => parts[random.Next(parts.Length)])));

            if (i % 4 == 0 && body.Length > 0)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            var separators = body.Count((byte)0x1e);
            var reader = new EnginePayloadReader(body);
            var packets = 0;

            while (reader.TryRead(out var packet))
            {
                packets++;
                Assert.True(packet.Data.SequenceEqual(body.AsSpan(packet.Offset, packet.Data.Length)));
            }

            Assert.Equal(reader.Error is EngineError.None, packets == separators + 1);
        }
    }

    [Fact]
    public void The_validator_accepts_what_the_framework_accepts_unless_it_fails_later()
    {
        var generator = new FrameGenerator(8);

        for (var i = FuzzSize.Of(50_000); i > 0; i--)
        {
            var text = generator.Mutate(generator.Packet());
            var json = Encoding.UTF8.GetBytes(text[Math.Max(0, text.AsSpan().IndexOfAny('[', '{', '"'))..]);

            var error = JsonValidator.Validate(json, 64, out var outline);

            if (error is not PacketError.NumberOutOfRange)
            {
                Assert.True(IsJson(json) == (error is PacketError.None), $"{error}: {Encoding.UTF8.GetString(json)}");
            }

            if (error is PacketError.None && json[0] == '[')
            {
                using var document = JsonDocument.Parse(json);
                Assert.Equal(document.RootElement.GetArrayLength(), outline.Count);
            }
        }
    }

    private static bool IsJson(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);

            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void AssertSafe(ReceivedPacket packet)
    {
        var arguments = packet.ToArguments(JsonArgumentSerializer.Default);
        Assert.Equal(packet.ArgumentCount, arguments.Count);
        Assert.False(ReservedEvents.Contains(packet.EventName) && packet.Type is PacketType.Event);
        _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(packet.EventName);

        var reader = new ArgumentReader(packet);

        while (reader.Remaining > 0)
        {
            var argument = arguments[reader.Index];

            switch (reader.Index % 6)
            {
                case 0:
                    reader.TryRead<string>(JsonArgumentSerializer.Default, out _);
                    break;

                case 1:
                    reader.TryRead<int>(JsonArgumentSerializer.Default, out _);
                    break;

                case 2:
                    reader.TryRead<byte[]>(JsonArgumentSerializer.Default, out _);
                    break;

                case 3:
                    Assert.True(reader.TryRead<object>(JsonArgumentSerializer.Default, out _));
                    break;

                case 4:
                    reader.TryRead(JsonArgumentSerializer.Default, typeof(double), out _);
                    break;

                default:
                    reader.TrySkip();
                    break;
            }

            AssertReadable(argument, argument.GetJson());
        }

        foreach (var argument in arguments)
        {
            _ = Encoded.Json(argument.GetJson());
            _ = argument.Get<JsonNode>()?.ToJsonString();
        }

        var echo = Encoded.Packet(PacketType.Event, "/", packet.AckId, "echo", [.. arguments.Cast<object>()]);
        var decoder = new PacketDecoder(new PacketLimits { MaxAttachments = 99_999, MaxJsonDepth = 65 });
        Assert.Equal(PacketError.None, decoder.AddText(echo.Text.Span[1..], out var again, out var complete));
        Assert.Equal(echo.HasAttachments, !complete);
        Assert.True(echo.HasAttachments || again.ArgumentCount == arguments.Count);
    }

    private static void AssertReadable(EventArgument argument, JsonElement json)
    {
        argument.TryGetBytes(json, out _);

        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    _ = property.Name;
                    AssertReadable(argument, property.Value);
                }

                break;

            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    AssertReadable(argument, item);
                }

                break;

            case JsonValueKind.String:
                Assert.NotNull(json.GetString());
                break;

            case JsonValueKind.Number:
                Assert.True(double.IsFinite(json.GetDouble()));
                break;
        }
    }
}
