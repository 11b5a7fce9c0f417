using System.Text;
using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class FrameReaderTests
{
    [Fact]
    public void Text_and_binary_messages_are_told_apart()
        => Assert.Equal(["text 42[\"hello\"]", "binary 000102FF"], Transcript.Read(ClientFrames.Text("42[\"hello\"]"), ClientFrames.Binary([0, 1, 2, 255])));

    [Fact]
    public void Empty_messages_are_messages()
        => Assert.Equal(["text ", "binary "], Transcript.Read(ClientFrames.Text(""), ClientFrames.Binary([])));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(4096)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public void Messages_of_every_length_encoding_arrive_whole(int length)
    {
        var payload = Bytes(length);
        Assert.Equal([$"binary {Convert.ToHexString(payload)}"], Transcript.Read(ClientFrames.Binary(payload)));
        Assert.Equal([$"binary {Convert.ToHexString(payload)}"], Transcript.Read(new WebSocketSettings(), ClientFrames.Binary(payload), 997));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void A_length_in_more_bytes_than_it_needs_is_read(int lengthBytes)
        => Assert.Equal(["text abc"], Transcript.Read(ClientFrames.Frame(0x1, "abc"u8.ToArray(), lengthBytes: lengthBytes)));

    [Fact]
    public void A_key_of_zeros_masks_nothing()
        => Assert.Equal(["text abc"], Transcript.Read(ClientFrames.Frame(0x1, "abc"u8.ToArray(), key: 0)));

    [Fact]
    public void Fragments_make_one_message()
        => Assert.Equal(
            ["text hello world"],
            Transcript.Read(ClientFrames.Text("hel", fin: false), ClientFrames.Continuation("lo "u8.ToArray(), fin: false), ClientFrames.Continuation("world"u8.ToArray(), fin: true)));

    [Fact]
    public void Control_frames_may_come_between_fragments()
        => Assert.Equal(
            ["ping 61", "pong 62", "text hello", "text next"],
            Transcript.Read(
                ClientFrames.Text("hel", fin: false),
                ClientFrames.Ping("a"),
                ClientFrames.Continuation("l"u8.ToArray(), fin: false),
                ClientFrames.Pong("b"),
                ClientFrames.Continuation("o"u8.ToArray(), fin: true),
                ClientFrames.Text("next")));

    [Fact]
    public void Empty_fragments_count_for_nothing_but_the_message()
        => Assert.Equal(
            ["binary 01"],
            Transcript.Read(ClientFrames.Binary([], fin: false), ClientFrames.Continuation([], fin: false), ClientFrames.Continuation([1], fin: true)));

    [Fact]
    [Trait("Hostile", "C18")]
    public void A_close_frame_tells_its_code_and_reason()
    {
        Assert.Equal(["close 1000"], Transcript.Read(ClientFrames.Close(1000)));
        Assert.Equal(["close 4001 bye"], Transcript.Read(ClientFrames.Close(4001, "bye")));
        Assert.Equal(["close -"], Transcript.Read(ClientFrames.Close()));
    }

    [Fact]
    [Trait("Hostile", "C26")]
    public void Nothing_after_a_close_frame_is_looked_at()
        => Assert.Equal(["close 1000"], Transcript.Read(ClientFrames.Close(1000), ClientFrames.Text("late"), ClientFrames.Close(1001), ClientFrames.Frame(0x3, [])));

    public static TheoryData<string, byte[], string> BrokenRules => new()
    {
        { "C12 unmasked", ClientFrames.Frame(0x1, "a"u8.ToArray(), key: null), "error NotMasked 1002" },
        { "C12 unmasked ping", ClientFrames.Frame(0x9, [], key: null), "error NotMasked 1002" },
        { "C13 RSV1", ClientFrames.Frame(0x1, "a"u8.ToArray(), rsv: 4), "error ReservedBits 1002" },
        { "C13 RSV2", ClientFrames.Frame(0x1, "a"u8.ToArray(), rsv: 2), "error ReservedBits 1002" },
        { "C13 RSV3", ClientFrames.Frame(0x2, "a"u8.ToArray(), rsv: 1), "error ReservedBits 1002" },
        { "C13 RSV1 on a ping", ClientFrames.Frame(0x9, [], rsv: 4), "error ReservedBits 1002" },
        { "C13 continuation first", ClientFrames.Continuation("a"u8.ToArray(), fin: true), "error UnexpectedContinuation 1002" },
        { "C13 continuation after a message", [.. ClientFrames.Text(""), .. ClientFrames.Continuation([], fin: false)], "error UnexpectedContinuation 1002" },
        { "C13 text inside a message", [.. ClientFrames.Text("a", fin: false), .. ClientFrames.Text("b")], "error ExpectedContinuation 1002" },
        { "C13 binary inside a message", [.. ClientFrames.Text("", fin: false), .. ClientFrames.Binary([1])], "error ExpectedContinuation 1002" },
        { "C14 fragmented ping", ClientFrames.Frame(0x9, [], fin: false), "error FragmentedControlFrame 1002" },
        { "C14 fragmented close", ClientFrames.Frame(0x8, [3, 232], fin: false), "error FragmentedControlFrame 1002" },
        { "C14 ping of 126 bytes", ClientFrames.Frame(0x9, new byte[126]), "error ControlFrameTooLong 1002" },
        { "C14 close of 2^63 bytes", ClientFrames.Frame(0x8, [], length: 1UL << 63), "error ControlFrameTooLong 1002" },
        { "C15 text that is not UTF-8", ClientFrames.Text([0x34, 0x32, 0xff, 0xfe]), "error InvalidUtf8 1007" },
        { "C16 character cut off", [.. ClientFrames.Text([0x34, 0xe2, 0x82], fin: false), .. ClientFrames.Continuation([], fin: true)], "error InvalidUtf8 1007" },
        { "C17 half a code", ClientFrames.Frame(0x8, [3]), "error InvalidClosePayload 1002" },
        { "C17 code 999", ClientFrames.Close(999), "error InvalidCloseCode 1002" },
        { "C17 code 1005", ClientFrames.Close(1005), "error InvalidCloseCode 1002" },
        { "C17 code 1006", ClientFrames.Close(1006), "error InvalidCloseCode 1002" },
        { "C17 code 5000", ClientFrames.Close(5000), "error InvalidCloseCode 1002" },
        { "C17 reason that is not UTF-8", ClientFrames.Close(1000, [0xff]), "error InvalidUtf8 1007" },
        { "C19 2^63 bytes", ClientFrames.Frame(0x1, [], length: 1UL << 63), "error MessageTooLarge 1009" },
        { "C19 2^64 - 1 bytes", ClientFrames.Frame(0x2, [], length: ulong.MaxValue), "error MessageTooLarge 1009" },
        { "C19 one byte too many", ClientFrames.Frame(0x1, [], length: 1_000_001), "error MessageTooLarge 1009" },
    };

    [Theory]
    [MemberData(nameof(BrokenRules))]
    [Trait("Hostile", "C12")]
    [Trait("Hostile", "C13")]
    [Trait("Hostile", "C14")]
    [Trait("Hostile", "C15")]
    [Trait("Hostile", "C16")]
    [Trait("Hostile", "C17")]
    [Trait("Hostile", "C19")]
    public void A_broken_rule_is_an_error_with_its_close_code(string row, byte[] bytes, string expected)
    {
        // A close frame that is itself at fault is still seen as the peer's last word.
        Assert.Equal((row, expected), (row, Transcript.Read(new WebSocketSettings(), bytes, int.MaxValue).First(l => l.StartsWith("error", StringComparison.Ordinal))));
        Assert.Equal((row, expected), (row, Transcript.Read(new WebSocketSettings(), bytes, 1).First(l => l.StartsWith("error", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(0x3)]
    [InlineData(0x4)]
    [InlineData(0x5)]
    [InlineData(0x6)]
    [InlineData(0x7)]
    [InlineData(0xB)]
    [InlineData(0xC)]
    [InlineData(0xD)]
    [InlineData(0xE)]
    [InlineData(0xF)]
    [Trait("Hostile", "C13")]
    public void Opcodes_that_mean_nothing_are_refused(int opcode)
        => Assert.Equal(["error UnknownOpcode 1002"], Transcript.Read(ClientFrames.Frame(opcode, [])));

    [Fact]
    [Trait("Hostile", "C19")]
    [Trait("Hostile", "CVE-2016-10542")]
    [Trait("Spec", "EIO-091")]
    public void A_length_over_the_limit_is_refused_before_the_key_and_the_payload()
    {
        var header = ClientFrames.Frame(0x1, [], length: 1_000_001, key: 1);

        for (var pieces = 1; pieces <= 10; pieces++)
        {
            Assert.Equal(["error MessageTooLarge 1009"], Transcript.Read(new WebSocketSettings(), header[..10], pieces));
        }
    }

    [Fact]
    [Trait("Hostile", "C13")]
    public void Two_bytes_are_enough_to_see_most_errors()
    {
        Assert.Equal(["error ReservedBits 1002"], Transcript.Read([0x91, 0xFE]));
        Assert.Equal(["error NotMasked 1002"], Transcript.Read([0x81, 0x7E]));
        Assert.Equal(["error ControlFrameTooLong 1002"], Transcript.Read([0x89, 0xFE]));
    }

    [Fact]
    [Trait("Hostile", "C20")]
    public void Fragments_add_up_to_the_limit_and_no_further()
    {
        var settings = new WebSocketSettings { MaxMessageBytes = 100 };
        byte[] within = [.. ClientFrames.Binary(new byte[60], fin: false), .. ClientFrames.Continuation(new byte[40], fin: true)];
        byte[] beyond = [.. ClientFrames.Binary(new byte[60], fin: false), .. ClientFrames.Continuation(new byte[41], fin: true)];

        Assert.Equal([$"binary {new string('0', 200)}"], Transcript.Read(settings, within, int.MaxValue));
        Assert.Equal(["error MessageTooLarge 1009"], Transcript.Read(settings, beyond, int.MaxValue));
    }

    [Fact]
    public void The_limit_is_per_message()
    {
        var settings = new WebSocketSettings { MaxMessageBytes = 3 };
        byte[] bytes = [.. ClientFrames.Text("abc"), .. ClientFrames.Text("d", fin: false), .. ClientFrames.Continuation("ef"u8.ToArray(), fin: true), .. ClientFrames.Text("ghi")];
        Assert.Equal(["text abc", "text def", "text ghi"], Transcript.Read(settings, bytes, int.MaxValue));
    }

    [Theory]
    [InlineData(1024, "binary ")]
    [InlineData(1025, "error TooManyFragments 1008")]
    [InlineData(17_000, "error TooManyFragments 1008")]
    [Trait("Hostile", "C21")]
    public void A_message_may_have_1024_fragments(int fragments, string expected)
    {
        var middle = Enumerable.Range(0, fragments - 2).SelectMany(_ => ClientFrames.Continuation([], fin: false));
        byte[] bytes = [.. ClientFrames.Binary([], fin: false), .. middle, .. ClientFrames.Continuation([], fin: true)];
        Assert.Equal(expected, Transcript.Read(new WebSocketSettings(), bytes, int.MaxValue)[0]);
    }

    [Fact]
    public void After_an_error_only_a_close_frame_is_seen()
    {
        byte[] bytes =
        [
            .. ClientFrames.Frame(0x2, new byte[200], length: 200),
            .. ClientFrames.Text("not seen"),
            .. ClientFrames.Frame(0x3, "nor judged"u8.ToArray(), rsv: 7),
            .. ClientFrames.Frame(0x1, "unmasked"u8.ToArray(), key: null),
            .. ClientFrames.Close(1009),
            .. ClientFrames.Text("late"),
        ];

        for (var piece = 1; piece < 20; piece++)
        {
            Assert.Equal(["error MessageTooLarge 1009", "close -"], Transcript.Read(new WebSocketSettings { MaxMessageBytes = 100 }, bytes, piece));
        }
    }

    [Fact]
    public void A_sound_message_before_the_error_is_delivered()
        => Assert.Equal(["text fine", "error UnknownOpcode 1002"], Transcript.Read(ClientFrames.Text("fine"), ClientFrames.Frame(0x3, [])));

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
