using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocketIO.Tests;

namespace SocketIO.Protocol.Tests;

/// <summary>What is written is, character for character, what JSON.stringify writes.</summary>
public sealed class JavaScriptTextTests
{
    [Fact]
    public async Task Strings_are_written_as_by_JSON_stringify()
    {
        var strings = Strings().ToArray();

        // Node is given the UTF-16 code units, so that nothing in between can change them.
        var expected = await StringifyAsync(strings.Select(s => $"String.fromCharCode({string.Join(',', s.Select(c => (int)c))})"));

        Assert.Equal(strings.Length, expected.Length);

        for (var i = 0; i < strings.Length; i++)
        {
            Assert.Equal(expected[i], Encoded.Json(strings[i]));

            // On the roads of the serializer as well: as a value, a key, and a name known before.
            Assert.Equal($"[{expected[i]}]", Encoded.Json(new List<string> { strings[i] }));
            Assert.Equal($"{{{expected[i]}:1}}", Encoded.Json(new Dictionary<string, int> { [strings[i]] = 1 }));

            if (!expected[i].Contains("\\ud", StringComparison.Ordinal))
            {
                // Text of others cannot hold lone surrogates.
                Assert.Equal(expected[i], Encoded.Json(JsonDocument.Parse(expected[i]).RootElement));
                Assert.Equal($"{{\"x\":{expected[i]}}}", Encoded.Json(new JsonObject { ["x"] = strings[i] }));
            }
        }
    }

    [Fact]
    public async Task Numbers_are_written_as_by_JSON_stringify()
    {
        var numbers = Numbers().ToArray();

        var expected = await StringifyAsync(numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)));

        for (var i = 0; i < numbers.Length; i++)
        {
            Assert.Equal(expected[i], Encoded.Json(numbers[i]));
            Assert.Equal($"{{\"x\":{expected[i]}}}", Encoded.Json(new { x = numbers[i] }));
        }
    }

    [Fact]
    [Trait("Spec", "PAR-006")]
    public async Task Dates_are_written_as_by_JSON_stringify()
    {
        var random = new Random(3);
        DateTimeOffset[] dates =
        [
            DateTimeOffset.UnixEpoch,
            new(1970, 1, 1, 1, 0, 0, TimeSpan.FromHours(1)),
            DateTimeOffset.MinValue,
            new(9999, 12, 31, 23, 59, 59, 999, TimeSpan.Zero),
            new(2024, 2, 29, 12, 0, 0, 7, TimeSpan.FromHours(-9.5)),
            .. Enumerable.Range(0, 50).Select(_ => DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(-60_000_000_000_000, 250_000_000_000_000))),
        ];

        var expected = await StringifyAsync(dates.Select(d => $"new Date({d.ToUnixTimeMilliseconds()})"));

        for (var i = 0; i < dates.Length; i++)
        {
            Assert.Equal(expected[i], Encoded.Json(dates[i]));
            Assert.Equal(expected[i], Encoded.Json(dates[i].UtcDateTime));
            Assert.Equal(expected[i], Encoded.Json(DateTime.SpecifyKind(dates[i].UtcDateTime, DateTimeKind.Unspecified)));
            Assert.Equal($"{{\"x\":{expected[i]}}}", Encoded.Json(new { x = dates[i].LocalDateTime }));
        }

        Assert.Equal("\"1970-01-01T00:00:00.000Z\"", Encoded.Json(DateTime.UnixEpoch));
        Assert.Equal("\"1970-01-01T00:00:00.0000001Z\"", Encoded.Json(DateTime.UnixEpoch.AddTicks(1)));
        Assert.Equal("\"1970-01-01T00:00:00.120034Z\"", Encoded.Json(DateTime.UnixEpoch.AddTicks(1_200_340)));
    }

    [Fact]
    public async Task Objects_are_written_as_by_JSON_stringify()
    {
        string[] expressions =
        [
            "{a:1,b:\"x\",c:[1,2.5,null,true,false],d:{},e:[],f:null}",
            "[[],[[]],{}]",
            "\"<script>'&+\u2028\u2029</script>\"",
        ];
        object[] values =
        [
            new { A = 1, B = "x", C = new object?[] { 1, 2.5, null, true, false }, D = new Dictionary<string, int>(), E = Array.Empty<int>(), F = (string?)null },
            new object[] { Array.Empty<int>(), new object[] { Array.Empty<int>() }, new object() },
            "<script>'&+\u2028\u2029</script>",
        ];

        Assert.Equal(await StringifyAsync(expressions), values.Select(v => Encoded.Json(v)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_that_are_not_finite_are_written_as_null(double number)
    {
        Assert.Equal("null", Encoded.Json(number));
        Assert.Equal("null", Encoded.Json((float)number));
        Assert.Equal("{\"x\":null,\"y\":[null]}", Encoded.Json(new { x = number, y = new float?[] { (float)number } }));
    }

    [Theory]
    [InlineData(0.1f, "0.1")]
    [InlineData(1e10f, "10000000000")]
    [InlineData(1.5e-7f, "1.5e-7")]
    [InlineData(-3.4028235e38f, "-3.4028235e+38")]
    public void Single_precision_keeps_its_own_shortest_digits(float number, string expected)
    {
        Assert.Equal(expected, Encoded.Json(number));
        Assert.Equal($"[{expected}]", Encoded.Json(new[] { number }));
    }

    [Fact]
    public void Text_full_of_one_kind_of_escape_takes_linear_time()
    {
        var quotes = new string('"', 1_000_000);
        var lone = new string('\ud800', 1_000_000);

        Assert.Equal((2 * quotes.Length) + 2, Encoded.Json(quotes).Length);
        Assert.Equal((6 * lone.Length) + 2, Encoded.Json(lone).Length);
        Assert.Equal((2 * quotes.Length) + 4, Encoded.Json(new[] { quotes }).Length);
        Assert.Equal((6 * lone.Length) + 4, Encoded.Json(new[] { lone }).Length);
        Assert.Equal((2 * quotes.Length) + 2, Encoded.Json(JsonDocument.Parse($"\"{quotes.Replace("\"", "\\\"", StringComparison.Ordinal)}\"").RootElement).Length);
    }

    private static Task<string[]> StringifyAsync(IEnumerable<string> expressions)
        => NodeScript.RunAsync<string[]>("return input.map((expression) => JSON.stringify((0, eval)(`(${expression})`)));", expressions);

    private static IEnumerable<string> Strings()
    {
        for (var c = 0; c <= 0x17f; c++)
        {
            yield return $"{(char)c}";
        }

        foreach (var c in "\u2028\u2029\u200b\ufeff\ufffd\uffff\ue000\ud800\udbff\udc00\udfff")
        {
            yield return $"a{c}b{c}";
        }

        yield return "";
        yield return "\ud83d\ude00 \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
        yield return "\ud83d";
        yield return "\ud83d\ud83d\ude00\ude00";
        yield return "</script><!-- ' & + \u007f";

        // Escapes and pairs on both sides of where text is cut into windows.
        foreach (var length in new[] { 509, 510, 511, 512, 513, 1023, 1024 })
        {
            yield return new string('a', length) + "\ud83d\ude00\"\ud83d" + new string('b', length);
            yield return new string('\u00e9', length) + "\ud800";
        }

        var random = new Random(2);
        var alphabet = "ab\"\\/\n\t\u0001\u001f\u007f\u00e9\u20ac\u2028\ud83d\ude00\ud800\udc00<&'";

        for (var i = 0; i < 2000; i++)
        {
            yield return string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => alphabet[random.Next(alphabet.Length)]));
        }
    }

    private static IEnumerable<double> Numbers()
    {
        double[] fixedOnes =
        [
            0, -0.0, 1, -1, 0.1, 1.5, 1e15, 123456789012345680, 1e20, 999999999999999900000.0, 1e21, 1.5e21, 1e-5, 1.25e-5, 1e-6, 1e-7, 1.5e-7,
            9007199254740991, 9007199254740993, double.MaxValue, double.MinValue, double.Epsilon, -5e-324, 4.35, 0.000001, 0.0000015, Math.PI,
        ];

        var random = new Random(4);
        return fixedOnes
            .Concat(Enumerable.Range(0, 3000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64())).Where(double.IsFinite))
            .Concat(Enumerable.Range(-30, 60).Select(e => Math.Round(random.NextDouble(), 5) * Math.Pow(10, e)));
    }
}
