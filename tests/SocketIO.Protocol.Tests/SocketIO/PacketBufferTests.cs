using System.Text;

namespace SocketIO.Protocol.Tests;

public sealed class PacketBufferTests
{
    [Theory]
    [Trait("Spec", "PAR-001")]
    [Trait("Spec", "PAR-002")]
    [Trait("Spec", "PAR-003")]
    [InlineData(PacketType.Event, "/", null, "foo", "42[\"foo\"]")]
    [InlineData(PacketType.Event, "/admin", null, "bar", "42/admin,[\"bar\"]")]
    [InlineData(PacketType.Event, "/", 12L, "foo", "4212[\"foo\"]")]
    [InlineData(PacketType.Event, "/\u00e9\u20ac\ud83d\ude00", 0L, "", "42/\u00e9\u20ac\ud83d\ude00,0[\"\"]")]
    [InlineData(PacketType.Ack, "/admin", 13L, null, "43/admin,13[]")]
    [InlineData(PacketType.Ack, "/", 9007199254740991L, null, "439007199254740991[]")]
    public void Writes_the_header_in_front_of_the_payload(PacketType type, string ns, long? ackId, string? name, string expected)
        => Assert.Equal(expected, Encoded.Packet(type, ns, ackId, name).Text());

    [Fact]
    [Trait("Spec", "PAR-004")]
    [Trait("Spec", "PAR-005")]
    public void Binary_data_becomes_attachments_in_order()
    {
        var packet = Encoded.Packet(PacketType.Event, "/admin", 15, "baz", new byte[] { 1 }, new { x = new[] { new byte[] { 2, 3 }, [] } }, "y");

        Assert.Equal(
            "453-/admin,15[\"baz\",{\"_placeholder\":true,\"num\":0},{\"x\":[{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":2}]},\"y\"]",
            packet.Text());
        Assert.Equal([[1], [2, 3], []], packet.Attachments.ToArray().Select(a => a.ToArray()));
        Assert.Equal(packet.Text.Length + 3, packet.Size);
        Assert.Equal("461-15[{\"_placeholder\":true,\"num\":0}]", Encoded.Packet(PacketType.Ack, "/", 15, null, new byte[] { 1 }).Text());
    }

    [Fact]
    [Trait("Spec", "PAR-003")]
    public void Writes_the_packets_that_open_and_close_a_namespace()
    {
        var buffer = PacketBuffer.Rent();

        string Write(Action write)
        {
            write();
            return Encoding.UTF8.GetString(buffer.Text);
        }

        Assert.Equal("40{\"sid\":\"abc\"}", Write(() => buffer.WriteConnect("/", "abc")));
        Assert.Equal("40/admin,{\"sid\":\"abc\",\"pid\":\"def\"}", Write(() => buffer.WriteConnect("/admin", "abc", "def")));
        Assert.Equal("44{\"message\":\"Not \\\"authorized\\\"\"}", Write(() => buffer.WriteConnectError("/", "Not \"authorized\"", null, JsonArgumentSerializer.Default)));
        Assert.Equal("44/a,{\"message\":\"x\",\"data\":{\"code\":\"E1\"}}", Write(() => buffer.WriteConnectError("/a", "x", new { Code = "E1" }, JsonArgumentSerializer.Default)));
        Assert.Equal("41", Write(() => buffer.WriteRaw(PacketType.Disconnect, "/", null, JsonArgumentSerializer.Default)));
        Assert.Equal("41/admin,", Write(() => buffer.WriteRaw(PacketType.Disconnect, "/admin", null, JsonArgumentSerializer.Default)));
        Assert.Equal("40{\"token\":1}", Write(() => buffer.WriteRaw(PacketType.Connect, "/", new { token = 1 }, JsonArgumentSerializer.Default)));
        buffer.Return();
    }

    [Theory]
    [Trait("Spec", "PAR-005")]
    [Trait("Spec", "PAR-017")]
    [InlineData(PacketType.BinaryEvent)]
    [InlineData(PacketType.BinaryAck)]
    [InlineData(PacketType.Connect)]
    [InlineData((PacketType)7)]
    public void Packets_that_are_not_valid_cannot_be_written(PacketType type)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Encoded.Packet(type, "/", null, "a"));
        Assert.Throws<ArgumentNullException>(() => Encoded.Packet(PacketType.Event, "/", null, null));

        var buffer = PacketBuffer.Rent();
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.WriteRaw(PacketType.BinaryEvent, "/", null, JsonArgumentSerializer.Default));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.WriteRaw(PacketType.Event, "/", null, JsonArgumentSerializer.Default));
        buffer.Return();
    }

    [Fact]
    [Trait("Spec", "PAR-004")]
    public void Only_events_and_acknowledgements_have_attachments()
    {
        var buffer = PacketBuffer.Rent();

        buffer.WriteConnectError("/", "x", new byte[] { 1, 2, 3 }, JsonArgumentSerializer.Default);

        Assert.Equal("44{\"message\":\"x\",\"data\":\"AQID\"}", Encoding.UTF8.GetString(buffer.Text));
        Assert.False(buffer.HasAttachments);
        buffer.Return();
    }

    [Fact]
    [Trait("Spec", "PAR-006")]
    public void An_encoded_packet_does_not_change_with_what_it_was_made_of()
    {
        byte[] bytes = [1, 2, 3];
        var graph = new Dictionary<string, object> { ["a"] = bytes, ["b"] = new List<object> { bytes } };

        var packet = Encoded.Event("x", graph);
        bytes[0] = 9;

        Assert.Equal([1, 2, 3], packet.Attachments[0].ToArray());
        Assert.Same(bytes, graph["a"]);
        Assert.Same(bytes, ((List<object>)graph["b"])[0]);
    }

    [Fact]
    [Trait("Spec", "PAR-007")]
    public void Circular_data_throws_and_the_buffer_can_be_used_again()
    {
        var circle = new Node { Bytes = [1] };
        circle.Next = circle;
        var buffer = PacketBuffer.Rent();

        for (var i = 0; i < 3; i++)
        {
            Assert.Throws<System.Text.Json.JsonException>(() => buffer.Write(PacketType.Event, "/", null, "x", [1, circle], JsonArgumentSerializer.Default));
            buffer.Write(PacketType.Event, "/", null, "x", [new { a = 1 }], JsonArgumentSerializer.Default);
            Assert.Equal("42[\"x\",{\"a\":1}]", Encoding.UTF8.GetString(buffer.Text));
            Assert.False(buffer.HasAttachments);
        }

        buffer.Return();
        Assert.Equal("\"AQ==\"", System.Text.Json.JsonSerializer.Serialize(new byte[] { 1 }, JsonArgumentSerializer.Default.Options));
    }

    [Fact]
    public void A_converter_may_emit_while_it_serialises()
    {
        var options = new System.Text.Json.JsonSerializerOptions { Converters = { new EmittingConverter() } };
        var serializer = new JsonArgumentSerializer(options);

        var packet = Encoded.Packet(serializer, PacketType.Event, "/", null, "outer", new { a = new byte[] { 1 }, b = new Emitting(), c = new byte[] { 2 } });

        Assert.Equal("452-[\"outer\",{\"a\":{\"_placeholder\":true,\"num\":0},\"b\":\"451-[\\\"inner\\\",{\\\"x\\\":{\\\"_placeholder\\\":true,\\\"num\\\":0}}]\",\"c\":{\"_placeholder\":true,\"num\":1}}]", packet.Text());
        Assert.Equal([[1], [2]], packet.Attachments.ToArray().Select(a => a.ToArray()));
    }

    [Fact]
    public void A_thread_keeps_its_buffer_unless_it_has_grown_large()
    {
        var small = PacketBuffer.Rent();
        small.Return();
        Assert.Same(small, PacketBuffer.Rent());

        small.Write(PacketType.Event, "/", null, "x", [new string('x', 1_000_000)], JsonArgumentSerializer.Default);
        Assert.Equal(1_000_000 + "42[\"x\",\"\"]".Length, small.Text.Length);
        small.Return();
        Assert.NotSame(small, PacketBuffer.Rent());
    }

    private sealed class Node
    {
        public Node? Next { get; set; }

        public byte[]? Bytes { get; set; }
    }

    private sealed class Emitting;

    private sealed class EmittingConverter : System.Text.Json.Serialization.JsonConverter<Emitting>
    {
        public override Emitting Read(ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert, System.Text.Json.JsonSerializerOptions options)
            => throw new NotSupportedException();

        public override void Write(System.Text.Json.Utf8JsonWriter writer, Emitting value, System.Text.Json.JsonSerializerOptions options)
            => writer.WriteStringValue(Encoded.Event("inner", new { x = new byte[] { 9 } }).Text());
    }
}
