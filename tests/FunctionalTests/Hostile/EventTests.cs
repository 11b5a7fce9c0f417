
namespace SocketIO.FunctionalTests;

/// <summary>EVENT packets: names, JSON, numbers, depth, size.</summary>
public sealed class EventTests
{
    [Theory]
    [Trait("Hostile", "H1")]
    [Trait("Hostile", "H2")]
    [InlineData("42")]
    [InlineData("421")]
    [InlineData("42/,")]
    public Task An_event_without_a_payload_is_a_forced_close(string packet) => Rows.ForcedCloseAsync(packet);

    [Theory]
    [Trait("Hostile", "H3")]
    [Trait("Rule", "EventName_MustBeStringOrNumber")]
    [InlineData("42[\"a\"")]
    [InlineData("42[\"a\"]x")]
    [InlineData("42{\"a\":1}")]
    [InlineData("42[]")]
    [InlineData("42[null]")]
    [InlineData("42[true]")]
    [InlineData("42[[\"a\"]]")]
    [InlineData("42[{\"toString\":\"foo\"}]")]
    [InlineData("42\"a\"")]
    [InlineData("42NaN")]
    [InlineData("42null")]
    [InlineData("42[\"a\",NaN]")]
    [InlineData("42[\"a\",Infinity]")]
    [InlineData("42[\"a\",]")]
    [InlineData("42[\"a\"/**/]")]
    [InlineData("42[\"a\",01]")]
    [InlineData("42[\"a\",+1]")]
    [InlineData("42[\"a\",.5]")]
    [InlineData("42[\"a\",1.]")]
    [InlineData("42[\"a\",'b']")]
    [InlineData("42[\"a\",{b:1}]")]
    [InlineData("42[\"a\",{\"b\":1,}]")]
    [InlineData("42[\"a\",undefined]")]
    [InlineData("42[\"a\",\"\\x41\"]")]
    [InlineData("42[\"a\",\"\\u12\"]")]
    [InlineData("42[\"a\"] [\"b\"]")]
    [InlineData("42[\"a\",tru]")]
    public Task A_payload_that_is_no_event_is_a_forced_close(string packet) => Rows.ForcedCloseAsync(packet);

    [Theory]
    [Trait("Hostile", "H3")]
    [InlineData("42[ \"a\" , 1 ]", "a [1]")]
    [InlineData("42[\"a\"]\n", "a []")]
    [InlineData("42[\n\t\"a\",\r\n\"b\"]", "a [\"b\"]")]
    public Task White_space_of_json_is_allowed_where_json_allows_it(string packet, string recorded) => Rows.DeliveredAsync(packet, recorded);

    [Theory]
    [Trait("Hostile", "H4")]
    [InlineData("42[1.5,\"x\"]")]
    [InlineData("42[1e999]")]
    [InlineData("42[1e2]")]
    [InlineData("42[99999999999999999999]")]
    public Task A_name_that_is_a_number_must_be_an_integer(string packet) => Rows.ForcedCloseAsync(packet);

    [Theory]
    [Trait("Hostile", "H4")]
    [InlineData("42[1,\"x\"]", "1 [\"x\"]")]
    [InlineData("42[-7]", "-7 []")]
    [InlineData("42[0]", "0 []")]
    public Task An_integer_as_a_name_is_its_decimal_string(string packet, string recorded) => Rows.DeliveredAsync(packet, recorded);

    [Fact]
    [Trait("Hostile", "H5")]
    public Task An_empty_name_is_a_name() => Rows.DeliveredAsync("42[\"\",\"x\"]", " [\"x\"]");

    [Theory]
    [Trait("Hostile", "H6")]
    [Trait("Rule", "ReservedNames_Refused")]
    [InlineData("connect")]
    [InlineData("connect_error")]
    [InlineData("disconnect")]
    [InlineData("disconnecting")]
    [InlineData("newListener")]
    [InlineData("removeListener")]
    [InlineData("\\u0063onnect")]
    public Task A_reserved_name_is_a_forced_close(string name) => Rows.ForcedCloseAsync($"42[\"{name}\"]");

    [Fact]
    [Trait("Hostile", "H7")]
    [Trait("Rule", "Event_NamedError_IsPlainEvent")]
    public Task An_event_named_error_is_a_plain_event() => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync(Enumerable.Repeat("42[\"error\",\"x\"]", 10_000));
        await peer.AssertAliveAsync();
        Assert.Equal(10_000, server.Events.Count(e => e == "error [\"x\"]"));
    });

    [Theory]
    [Trait("Hostile", "H8")]
    [InlineData("connection")]
    [InlineData("__proto__")]
    [InlineData("constructor")]
    [InlineData("toString")]
    [InlineData("hasOwnProperty")]
    [InlineData("Connect")]
    public Task Every_other_name_is_a_plain_event(string name) => Rows.DeliveredAsync($"42[\"{name}\",1]", $"{name} [1]");

    [Fact]
    [Trait("Hostile", "H9")]
    public Task Of_a_key_given_twice_the_last_wins() => Rows.OnBothAsync(async (_, peer) =>
    {
        await peer.SendAsync("421[\"bind\",{\"k\":1,\"k\":2}]");
        await peer.AssertNextAsync("431[2]");
        await peer.AssertAliveAsync();
    });

    [Theory]
    [Trait("Hostile", "H10")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("{\"a\":[1e309]}")]
    public Task A_number_that_is_no_finite_double_never_reaches_a_handler(string number) => Rows.ForcedCloseAsync($"42[\"a\",{number}]");

    [Theory]
    [Trait("Hostile", "H11")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1e-400")]
    [InlineData("0.1e1")]
    [InlineData("-0")]
    [InlineData("1.7976931348623157e308")]
    public Task Every_other_number_is_delivered_as_it_was_written(string number) => Rows.DeliveredAsync($"42[\"a\",{number}]", $"a [{number}]");

    [Theory]
    [Trait("Hostile", "H11")]
    [InlineData("99999999999")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1.5")]
    [InlineData("\"1\"")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public Task A_number_that_does_not_fit_its_parameter_is_a_binding_error_and_nothing_else(string value) => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync($"421[\"int\",{value}]");
        await peer.AssertAliveAsync();
        Assert.Equal(0, server.Ints);
        server.Log.TakeErrors("");
    });

    [Theory]
    [Trait("Hostile", "H12")]
    [InlineData("42[\"a\",\"\\ud800\"]")]
    [InlineData("42[\"a\",\"\\udc00\"]")]
    [InlineData("42[\"a\",\"\\ud800\\u0041\"]")]
    [InlineData("42[\"a\",\"\\udc00\\ud800\"]")]
    [InlineData("42[\"a\",{\"\\ud800\":1}]")]
    [InlineData("42[\"a\\ud800\"]")]
    public Task A_lone_surrogate_is_replaced_before_anybody_reads_it(string packet) => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync(packet);
        await peer.AssertAliveAsync();
        Assert.Matches("\ufffd|\\\\ufffd", Assert.Single(server.Events));
        Assert.DoesNotMatch("\\\\ud[89c]", Assert.Single(server.Events));
    });

    [Fact]
    [Trait("Hostile", "H12")]
    public Task A_surrogate_pair_is_a_character() => Rows.DeliveredAsync("42[\"a\",\"\\ud83d\\ude00\",\"😀\"]", "a [\"\\ud83d\\ude00\",\"😀\"]");

    [Fact]
    [Trait("Hostile", "H13")]
    public async Task A_nul_is_delivered_escaped_and_refused_raw()
    {
        await Rows.OnBothAsync(async (server, peer) =>
        {
            await peer.SendAsync("42[\"a\\u0000b\"]");
            await peer.AssertAliveAsync();
            server.AssertEvents("a\0b []");
        });
        await Rows.ForcedCloseAsync("42[\"a\0b\"]");
        await Rows.ForcedCloseAsync("42[\"a\",\"\n\"]");
        await Rows.ForcedCloseAsync("42[\"a\"]\0");
    }

    [Theory]
    [Trait("Hostile", "H14")]
    [InlineData("42\ufeff[\"a\"]")]
    [InlineData("4\ufeff2[\"a\"]")]
    [InlineData("42[\"a\"]\ufeff")]
    [InlineData("42\u00a0[\"a\"]")]
    public Task A_byte_order_mark_is_no_white_space(string packet) => Rows.ForcedCloseAsync(packet);

    [Theory]
    [Trait("Hostile", "H15")]
    [Trait("Limit", "MaxJsonDepth")]
    [InlineData(65)]
    [InlineData(10_000)]
    [InlineData(400_000)]
    public Task Too_much_nesting_is_a_forced_close(int depth) => Rows.ForcedCloseAsync($"42[\"a\",{Wire.Nested(depth - 1)}]");

    [Fact]
    [Trait("Hostile", "H15")]
    [Trait("Limit", "MaxJsonDepth")]
    public Task Nesting_up_to_the_limit_is_delivered() => Rows.DeliveredAsync($"42[\"a\",{Wire.Nested(63)}]", $"a [{Wire.Nested(63)}]");

    [Fact]
    [Trait("Hostile", "H15")]
    [Trait("Limit", "MaxJsonDepth")]
    public Task The_option_moves_the_depth() => Rows.OnBothAsync(
        async (_, peer) =>
        {
            await peer.SendAsync($"42[\"a\",{Wire.Nested(3)}]");
            await peer.AssertAliveAsync();
            await peer.SendAsync($"42[\"a\",{Wire.Nested(4)}]");
            await peer.AssertForcedCloseAsync();
        },
        o => o.MaxJsonDepth = 4);

    [Theory]
    [Trait("Hostile", "H16")]
    [InlineData("escapes")]
    [InlineData("objects")]
    [InlineData("spaces")]
    [InlineData("quotes")]
    public async Task A_megabyte_of_json_is_read_in_linear_time(string kind)
    {
        var packet = kind switch
        {
            "escapes" => "42[\"a\",\"" + Wire.Repeat("\\u0041", 166_000) + "\"]",
            "objects" => "42[\"a\",[" + Wire.Repeat("{},", 330_000) + "{}]]",
            "spaces" => "42[\"a\"," + new string(' ', 999_000) + "1]",
            _ => "42[\"a\",\"" + Wire.Repeat("\\\"", 499_000) + "\"]",
        };

        // At a megabyte, an algorithm that is not linear takes minutes: the waits of this test end first.
        await Rows.OnBothAsync(async (server, peer) =>
        {
            await peer.SendAsync(packet);
            await peer.AssertAliveAsync();
            Assert.Single(server.Events);
        });
    }

    [Fact]
    [Trait("Hostile", "H17")]
    public Task Many_keys_that_look_alike_cost_linear_time() => Rows.OnBothAsync(async (server, peer) =>
    {
        // If they all fell into one bucket, the wait for the answer would end first.
        var keys = string.Join(',', Enumerable.Range(0, 50_000).Select(i => Wire.Invariant($"\"k{i:x8}\":0")));
        await peer.SendAsync($"421[\"bind\",{{{keys},\"k\":3}}]");
        await peer.AssertNextAsync("431[3]");
    });

    [Fact]
    [Trait("Hostile", "H18")]
    public Task A_long_name_is_delivered_and_not_kept() => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync($"42[\"{new string('n', 900_000)}\"]");
        await peer.AssertAliveAsync();
        Assert.Equal(900_003, Assert.Single(server.Events).Length);
    });
}
