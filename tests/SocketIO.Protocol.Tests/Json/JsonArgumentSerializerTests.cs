using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Protocol.Tests;

public sealed partial class JsonArgumentSerializerTests
{
    [Fact]
    public void Names_are_in_camel_case_and_read_in_any_case()
    {
        Assert.Equal("{\"firstName\":\"x\"}", Encoded.Json(new Person("x")));
        Assert.Equal("x", Decoded.Text("2[\"a\",{\"FIRSTNAME\":\"x\"}]").Arguments.Get<Person>(0)!.FirstName);
        Assert.Equal("{\"Key\":1}", Encoded.Json(new Dictionary<string, int> { ["Key"] = 1 }));
    }

    [Fact]
    [Trait("Spec", "PAR-004")]
    [Trait("Spec", "PAR-005")]
    public void Every_type_that_holds_bytes_becomes_an_attachment()
    {
        var packet = Encoded.Event(
            "x",
            new byte[] { 1 },
            new ReadOnlyMemory<byte>([0, 2]).Slice(1),
            new Memory<byte>([3]),
            new ArraySegment<byte>([0, 4, 0], 1, 1),
            new { a = new ReadOnlyMemory<byte>([5]), b = new Memory<byte>([6]), c = new ArraySegment<byte>([7]), d = (object)new byte[] { 8 }, e = (byte[]?)null, f = (Memory<byte>?)null });

        Assert.StartsWith("458-[\"x\",{\"_placeholder\":true,\"num\":0},", packet.Text(), StringComparison.Ordinal);
        Assert.EndsWith("\"d\":{\"_placeholder\":true,\"num\":7},\"e\":null,\"f\":null}]", packet.Text(), StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], packet.Attachments.ToArray().SelectMany(a => a.ToArray()));
    }

    [Fact]
    public void Options_are_copied_and_the_converters_in_them_come_first()
    {
        var options = new JsonSerializerOptions { Converters = { new ShoutingConverter(), new JsonStringEnumConverter() }, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        var serializer = new JsonArgumentSerializer(options);

        Assert.Equal("\"HELLO\"", Encoded.Json("hello", serializer));
        Assert.Equal("{\"first_name\":\"X\",\"bytes\":{\"_placeholder\":true,\"num\":0}}", "{" + Encoded.Packet(serializer, PacketType.Event, "/", null, "e", new { FirstName = "x", Bytes = new byte[1] }).Text().Split('{', 2)[1][..^1]);
        Assert.Equal("\"Friday\"", Encoded.Json(DayOfWeek.Friday, serializer));
        Assert.True(serializer.CustomizesPrimitives);
        Assert.Equal(2, options.Converters.Count);
        Assert.False(options.IsReadOnly);
        Assert.True(serializer.Options.IsReadOnly);

        // Reading takes no short cut either.
        var arguments = EventArguments(serializer, "2[\"e\",\"hello\"]");
        Assert.Equal("hello!", arguments.Get<string>(0));
    }

    [Fact]
    public void Number_handling_of_the_options_is_respected()
    {
        var serializer = new JsonArgumentSerializer(new JsonSerializerOptions { NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString });

        Assert.Equal("\"5\"", Encoded.Json(5, serializer));
        Assert.Equal("\"1.5\"", Encoded.Json(1.5, serializer));
        Assert.Equal(5, EventArguments(serializer, "2[\"e\",\"5\"]").Get<int>(0));
        Assert.Equal(1.5, EventArguments(serializer, "2[\"e\",\"1.5\"]").Get<double>(0));
    }

    [Fact]
    public void Number_handling_of_a_property_or_type_is_respected()
    {
        Assert.Equal("{\"a\":\"1.5\",\"b\":1.5,\"c\":\"2\",\"d\":null}", Encoded.Json(new Attributed { A = 1.5, B = 1.5, C = 2f }));
        Assert.Equal("{\"x\":\"NaN\"}", Encoded.Json(new AttributedType { X = double.NaN }));
        Assert.Equal(1.5, Decoded.Text("2[\"e\",{\"a\":\"1.5\"}]").Arguments.Get<Attributed>(0)!.A);
    }

    [Fact]
    public void An_encoder_of_the_options_is_respected()
    {
        var serializer = new JsonArgumentSerializer(new JsonSerializerOptions { Encoder = JavaScriptEncoder.Default });

        Assert.Equal("\"\\u003C\"", Encoded.Json("<", serializer));
        Assert.Equal("\"<\"", Encoded.Json(new { x = "<" })["{\"x\":".Length..^1]);
        Assert.Equal("[\"\\u003C\"]", Encoded.Json(new[] { "<" }, serializer));
        Assert.Equal("[\"<\"]", Encoded.Json(new[] { "<" }));
    }

    [Fact]
    public void A_source_generated_context_is_enough()
    {
        // The context is the only resolver: a type that it does not know cannot be found by reflection.
        var serializer = new JsonArgumentSerializer(new JsonSerializerOptions { TypeInfoResolver = Context.Default });
        var packet = Encoded.Packet(serializer, PacketType.Event, "/", null, "e", new Upload("x<y", [1, 2], 1e21, DateTime.UnixEpoch), "text", 5, new byte[] { 3 });

        Assert.Equal(
            "452-[\"e\",{\"Name\":\"x<y\",\"Content\":{\"_placeholder\":true,\"num\":0},\"Size\":1e+21,\"At\":\"1970-01-01T00:00:00.000Z\"},\"text\",5,{\"_placeholder\":true,\"num\":1}]",
            packet.Text());

        var decoder = new PacketDecoder(PacketLimits.Default);
        decoder.AddText(packet.Text.Span[1..], out _, out _);
        decoder.AddBinary(packet.Attachments[0], out _, out _);
        Assert.Equal(PacketError.None, decoder.AddBinary(packet.Attachments[1], out var received, out _));
        var arguments = received.ToArguments(serializer);
        Assert.Equal([1, 2], arguments.Get<Upload>(0)!.Content);
        Assert.Equal("text", arguments.Get<string>(1));
        Assert.Equal(5, arguments.Get<int>(2));
        Assert.Equal([3], arguments.Get<byte[]>(3)!);

        Assert.False(arguments.TryGet<Person>(0, out _));
        Assert.Throws<NotSupportedException>(() => Encoded.Json(new Person("x"), serializer));
        Assert.False(serializer.CustomizesPrimitives);
    }

    [Fact]
    public void The_options_of_a_context_can_be_given_as_they_are()
        => Assert.Equal("{\"Name\":\"x\",\"Content\":null,\"Size\":null,\"At\":\"0001-01-01T00:00:00.000Z\"}", Encoded.Json(new Upload("x", null!, double.NaN, default), new JsonArgumentSerializer(Context.Default.Options)));

    [Fact]
    [Trait("Spec", "PAR-005")]
    public void Binary_data_that_a_converter_puts_in_place_of_a_value_is_found()
    {
        var serializer = new JsonArgumentSerializer(new JsonSerializerOptions { Converters = { new BytesOfGuidConverter() } });

        var packet = Encoded.Packet(serializer, PacketType.Event, "/", null, "e", new { id = Guid.Empty });

        Assert.Equal("451-[\"e\",{\"id\":{\"_placeholder\":true,\"num\":0}}]", packet.Text());
        Assert.Equal(new byte[16], packet.Attachments[0].ToArray());
    }

    [Fact]
    public void An_exception_of_a_converter_reaches_the_caller()
    {
        var serializer = new JsonArgumentSerializer(new JsonSerializerOptions { Converters = { new FailingConverter() } });

        for (var i = 0; i < 3; i++)
        {
            Assert.Throws<InvalidTimeZoneException>(() => Encoded.Json(new { a = 1, b = Guid.Empty }, serializer));
            Assert.Equal("{\"a\":1}", Encoded.Json(new { a = 1 }, serializer));
        }
    }

    private static EventArguments EventArguments(IArgumentSerializer serializer, string text)
    {
        new PacketDecoder(PacketLimits.Default).AddText(Decoded.Utf8(text), out var packet, out _);
        return packet.ToArguments(serializer);
    }

    private sealed record Person(string FirstName);

    private sealed class Attributed
    {
        [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
        public double A { get; set; }

        public double B { get; set; }

        [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
        public float? C { get; set; }

        [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
        public double? D { get; set; }
    }

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    private sealed class AttributedType
    {
        public double X { get; set; }
    }

    internal sealed record Upload(string Name, byte[] Content, double Size, DateTime At);

    [JsonSerializable(typeof(Upload))]
    private sealed partial class Context : JsonSerializerContext;

    private sealed class ShoutingConverter : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() + "!";

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToUpperInvariant());
    }

    private sealed class BytesOfGuidConverter : JsonConverter<Guid>
    {
        public override Guid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => default;

        public override void Write(Utf8JsonWriter writer, Guid value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.ToByteArray(), options);
    }

    private sealed class FailingConverter : JsonConverter<Guid>
    {
        public override Guid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => default;

        public override void Write(Utf8JsonWriter writer, Guid value, JsonSerializerOptions options) => throw new InvalidTimeZoneException();
    }
}
