using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Protocol.Tests;

public sealed class ArgumentReaderTests
{
    private static readonly JsonArgumentSerializer _serializer = JsonArgumentSerializer.Default;

    [Fact]
    public void Reads_the_arguments_of_an_event_one_after_another()
    {
        var packet = Packet("2[ \"name\" , \"a\\nb\" , -5 , 9007199254740993 , 1.5e3 , true , null , {\"id\":7} , [1,2] , \"z\" ]");
        var reader = new ArgumentReader(packet);

        Assert.Equal(9, reader.Remaining);
        Assert.True(reader.TryRead<string>(_serializer, out var text));
        Assert.Equal("a\nb", text);
        Assert.True(reader.TryRead<int>(_serializer, out var number));
        Assert.Equal(-5, number);
        Assert.True(reader.TryRead<long>(_serializer, out var large));
        Assert.Equal(9007199254740993, large);
        Assert.True(reader.TryRead<double>(_serializer, out var real));
        Assert.Equal(1500, real);
        Assert.True(reader.TryRead<bool>(_serializer, out var flag));
        Assert.True(flag);
        Assert.True(reader.TryRead<string>(_serializer, out text));
        Assert.Null(text);
        Assert.True(reader.TryRead<Item>(_serializer, out var item));
        Assert.Equal(new Item(7), item);
        Assert.Equal(7, reader.Index);
        Assert.True(reader.TrySkip());
        Assert.True(reader.TryRead(_serializer, typeof(string), out var last));
        Assert.Equal("z", last);
        Assert.Equal(0, reader.Remaining);
        Assert.False(reader.TryRead<string>(_serializer, out _));
        Assert.False(reader.TryRead(_serializer, typeof(int), out _));
        Assert.False(reader.TrySkip());
        Assert.Null(reader.Failure);
    }

    [Fact]
    public void Reads_the_arguments_of_an_acknowledgement_and_the_data_of_a_connect_packet()
    {
        var ack = new ArgumentReader(Packet("31[1,2]"));
        Assert.True(ack.TryRead<int>(_serializer, out var first));
        Assert.True(ack.TryRead<int>(_serializer, out var second));
        Assert.Equal((1, 2), (first, second));

        var connect = new ArgumentReader(Packet("0{\"id\":3}"));
        Assert.True(connect.TryRead<Item>(_serializer, out var item));
        Assert.Equal(3, item!.Id);

        Assert.Equal(0, new ArgumentReader(Packet("0")).Remaining);
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("1.5")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("99999999999")]
    [InlineData("-99999999999")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void What_is_no_integer_is_a_binding_failure_and_the_next_argument_can_be_read(string json)
    {
        var reader = new ArgumentReader(Packet($"2[\"a\",{json},5]"));

        Assert.False(reader.TryRead<int>(_serializer, out _));
        Assert.True(reader.TryRead<int>(_serializer, out var next));
        Assert.Equal(5, next);

        reader = new ArgumentReader(Packet($"2[\"a\",{json},5]"));
        Assert.False(reader.TryRead(_serializer, typeof(int), out _));
        Assert.True(reader.TryRead(_serializer, typeof(int), out var boxed));
        Assert.Equal(5, boxed);
    }

    [Fact]
    public void Values_of_the_wrong_kind_do_not_bind()
    {
        Assert.False(Bind<string>("5"));
        Assert.False(Bind<string>("{}"));
        Assert.False(Bind<long>("1.5"));
        Assert.False(Bind<long>("9223372036854775808"));
        Assert.False(Bind<double>("\"1\""));
        Assert.False(Bind<double>("null"));
        Assert.False(Bind<bool>("1"));
        Assert.False(Bind<bool>("\"true\""));
        Assert.False(Bind<byte[]>("5"));
        Assert.False(Bind<byte[]>("\"%\""));
        Assert.False(Bind<byte[]>("{}"));
        Assert.False(Bind<ReadOnlyMemory<byte>>("null"));
        Assert.False(Bind<Item>("5"));
        Assert.False(Bind<Item[]>("{}"));
        Assert.False(Bind<Guid>("\"x\""));
        Assert.False(Bind<DateTime>("\"yesterday\""));
        Assert.False(Bind<DateTimeOffset>("5"));
        Assert.False(Bind<float>("\"x\""));
        Assert.False(Bind<System.Text.Json.Nodes.JsonObject>("[]"));
        Assert.False(Bind<System.Text.Json.Nodes.JsonArray>("5"));
        Assert.False(Bind<Thrower>("{\"value\":1}"));
        Assert.False(Bind<IDisposable>("{}"));
    }

    [Fact]
    public void The_reason_of_a_failure_is_kept_for_logs()
    {
        var reader = new ArgumentReader(Packet("2[\"a\",{\"value\":1},1]"));

        Assert.False(reader.TryRead<Thrower>(_serializer, out _));
        Assert.IsType<InvalidTimeZoneException>(reader.Failure);
        Assert.True(reader.TryRead<int>(_serializer, out _));
        Assert.Null(reader.Failure);
    }

    [Fact]
    public void Values_bind_to_other_types_with_the_serializer()
    {
        Assert.True(Bind<int?>("null"));
        Assert.True(Bind<int?>("5"));
        Assert.True(Bind<byte[]>("null"));
        Assert.True(Bind<byte[]>("\"AQID\""));
        Assert.True(Bind<decimal>("1.5"));
        Assert.True(Bind<JsonElement>("{\"a\":[1]}"));
        Assert.True(Bind<JsonElement>("null"));
        Assert.True(Bind<object>("5"));
        Assert.True(Bind<object>("null"));
        Assert.True(Bind<EventArgument>("5"));
        Assert.True(Bind<DateTime>("\"1970-01-01T00:00:00.000Z\""));
        Assert.True(Bind<(int, string)?>("null"));
        Assert.True(Bind<float[]>("[1,2.5]"));
        Assert.True(Bind<Dictionary<DateTime, byte[]>>("{\"1970-01-01T00:00:00.000Z\":\"AQ==\"}"));
    }

    [Fact]
    public void Binary_arguments_are_given_without_copying()
    {
        byte[] bytes = [1, 2, 3];
        var decoder = new PacketDecoder(PacketLimits.Default);
        decoder.AddText("51-[\"a\",{\"_placeholder\":true,\"num\":0},{\"data\":{\"_placeholder\":true,\"num\":0}}]"u8, out _, out _);
        decoder.AddBinary(bytes, out var packet, out _);
        var reader = new ArgumentReader(packet);

        Assert.True(reader.TryRead<byte[]>(_serializer, out var array));
        Assert.Same(bytes, array);
        Assert.True(reader.TryRead<Blob>(_serializer, out var blob));
        Assert.Same(bytes, blob!.Data);
    }

    [Fact]
    public void A_part_of_an_array_is_copied_when_an_array_is_asked_for()
    {
        var decoder = new PacketDecoder(PacketLimits.Default);
        decoder.AddText("51-[\"a\",{\"_placeholder\":true,\"num\":0}]"u8, out _, out _);
        decoder.AddBinary(new byte[] { 0, 1, 2, 0 }.AsMemory(1, 2), out var packet, out _);

        Assert.True(new ArgumentReader(packet).TryRead<byte[]>(_serializer, out var array));
        Assert.Equal([1, 2], array!);
    }

    private static bool Bind<T>(string json)
    {
        var reader = new ArgumentReader(Packet($"2[\"a\",{json}]"));
        var generic = reader.TryRead<T>(_serializer, out _);

        reader = new ArgumentReader(Packet($"2[\"a\",{json}]"));
        var byType = reader.TryRead(_serializer, typeof(T), out _);

        // However it is asked for.
        Assert.Equal(generic, byType);
        return generic;
    }

    private static ReceivedPacket Packet(string text)
    {
        Assert.Equal(PacketError.None, new PacketDecoder(PacketLimits.Default).AddText(Decoded.Utf8(text), out var packet, out _));
        return packet;
    }

    private sealed record Item(int Id);

    private sealed record Blob(byte[] Data);

    [method: JsonConstructor]
    private sealed class Thrower(int value)
    {
        public int Value { get; } = value > 0 ? throw new InvalidTimeZoneException() : value;
    }
}
