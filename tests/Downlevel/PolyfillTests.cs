using System.Buffers;
using System.Globalization;
using System.Text;
using Polyfills = SocketIO.Polyfills;
using Utf8 = System.Text.Unicode.Utf8;

namespace SocketIO.Downlevel.Tests;

/// <summary>What is written for older targets does what .NET does.</summary>
public sealed class PolyfillTests
{
    // Around every boundary of table 3-7 of the Unicode standard.
    private static readonly byte[] _interesting =
    [
        0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
    ];

    [Fact]
    public void Every_short_text_of_bytes_at_the_boundaries_is_judged_alike()
    {
        byte[] text = new byte[4];

        for (var n = 0; n < Math.Pow(_interesting.Length, text.Length); n++)
        {
            for (var (i, rest) = (0, n); i < text.Length; i++, rest /= _interesting.Length)
            {
                text[i] = _interesting[rest % _interesting.Length];
            }

            AssertAlike(text);
        }
    }

    [Fact]
    public void Long_texts_are_judged_alike_wherever_the_wrong_byte_is()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("plain text, é, €, 😀; ", 5)));

        for (var i = 0; i < text.Length; i++)
        {
            var original = text[i];

            foreach (var wrong in _interesting)
            {
                text[i] = wrong;
                AssertAlike(text);
            }

            text[i] = original;
            AssertAlike(text.AsSpan(i));
            AssertAlike(text.AsSpan(0, i));
        }
    }

    [Fact]
    public void Every_character_is_encoded_alike()
    {
        Span<byte> utf8 = stackalloc byte[4];
        Span<char> utf16 = stackalloc char[2];

        for (var value = 0; value <= 0x10ffff; value++)
        {
            if (!Rune.TryCreate(value, out var rune))
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => new Polyfills.Rune(value));
                continue;
            }

            var ours = new Polyfills.Rune(value);
            var text = rune.ToString();

            if (!utf8[..ours.EncodeToUtf8(utf8)].SequenceEqual(Encoding.UTF8.GetBytes(text)) || !utf16[..ours.EncodeToUtf16(utf16)].SequenceEqual(text))
            {
                Assert.Fail($"U+{value:X}");
            }
        }
    }

    [Fact]
    public void Numbers_have_the_shortest_text_that_is_read_as_the_same_number()
    {
        var random = new Random(1);
        Span<byte> text = stackalloc byte[40];

        for (var i = 0; i < 20_000; i++)
        {
            var value = i % 2 == 0 ? BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)) : Math.Round(random.NextDouble() * 1e6, i % 10);
            var single = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));

            if (!double.IsFinite(value) || !float.IsFinite(single))
            {
                continue;
            }

            Assert.True(Polyfills.Utf8Text.TryFormat(value, text, out var length, default, CultureInfo.InvariantCulture));
            AssertSame(value.ToString(CultureInfo.InvariantCulture), Encoding.ASCII.GetString(text[..length]));
            Assert.True(Polyfills.Utf8Text.TryFormat(single, text, out length, default, CultureInfo.InvariantCulture));
            AssertSame(single.ToString(CultureInfo.InvariantCulture), Encoding.ASCII.GetString(text[..length]));
            AssertSame(value.ToString(CultureInfo.InvariantCulture), Polyfills.ShortestDigits.Format(value));
            AssertSame(single.ToString(CultureInfo.InvariantCulture), Polyfills.ShortestDigits.Format(single));
        }
    }

    [Fact]
    public async Task Waiting_ends_with_the_task_or_is_cancelled()
    {
        using var canceling = new CancellationTokenSource();
        var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = Polyfills.Asynchrony.WaitAsync(source.Task, canceling.Token);
        source.SetResult(1);
        Assert.Equal(1, await ended);

        var canceled = Polyfills.Asynchrony.WaitAsync(new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously).Task, canceling.Token);
        await canceling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
    }

    [Fact]
    public async Task Streams_read_into_memory_and_write_from_it()
    {
        var stream = new MemoryStream();
        await Polyfills.StreamMemory.WriteAsync(stream, new byte[] { 0, 1, 2, 3 }.AsMemory(1), CancellationToken.None);
        stream.Position = 0;
        var read = new byte[4];

        Assert.Equal(3, await Polyfills.StreamMemory.ReadAsync(stream, read.AsMemory(1), CancellationToken.None));
        Assert.Equal([0, 1, 2, 3], read);
    }

    [Fact]
    public void Collections_answer_when_they_are_empty_and_when_they_are_not()
    {
        var queue = new Queue<int>([1]);
        Assert.True(Polyfills.Collections.TryPeek(queue, out var first));
        Assert.Equal(1, first);
        Assert.True(Polyfills.Collections.TryDequeue(queue, out first));
        Assert.Equal(1, first);
        Assert.False(Polyfills.Collections.TryPeek(queue, out _));
        Assert.False(Polyfills.Collections.TryDequeue(queue, out _));

        var dictionary = new Dictionary<int, string>();
        Assert.True(Polyfills.Collections.TryAdd(dictionary, 1, "one"));
        Assert.False(Polyfills.Collections.TryAdd(dictionary, 1, "another"));
        Assert.True(Polyfills.Collections.Remove(dictionary, 1, out var removed));
        Assert.Equal("one", removed);
        Assert.False(Polyfills.Collections.Remove(dictionary, 1, out _));
    }

    // The same digits and the same number: where the exponent begins is the caller's matter.
    private static void AssertSame(string expected, string actual)
    {
        Assert.Equal(double.Parse(expected, CultureInfo.InvariantCulture), double.Parse(actual, CultureInfo.InvariantCulture));
        Assert.Equal(Digits(expected), Digits(actual));
    }

    private static string Digits(string text) => text.Split('E')[0].Replace(".", string.Empty, StringComparison.Ordinal).Trim('-', '0');

    private static void AssertAlike(ReadOnlySpan<byte> text)
    {
        Span<char> expected = stackalloc char[text.Length];
        Span<char> actual = stackalloc char[text.Length];

        foreach (var room in (ReadOnlySpan<int>)[text.Length, text.Length / 2])
        {
            var status = Utf8.ToUtf16(text, expected[..room], out var read, out var written, replaceInvalidSequences: false);
            var ours = Polyfills.Utf8.ToUtf16(text, actual[..room], out var oursRead, out var oursWritten, replaceInvalidSequences: false);

            if ((status, read, written) != (ours, oursRead, oursWritten) || !expected[..written].SequenceEqual(actual[..written]))
            {
                Assert.Fail($"{Convert.ToHexString(text)} in {room}: {(status, read, written)} but {(ours, oursRead, oursWritten)}");
            }
        }

        if (Utf8.IsValid(text) != Polyfills.Utf8.IsValid(text) || Ascii.IsValid(text) != Polyfills.Ascii.IsValid(text))
        {
            Assert.Fail(Convert.ToHexString(text));
        }
    }
}
