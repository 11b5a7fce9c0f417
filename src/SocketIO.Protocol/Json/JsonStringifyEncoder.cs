using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace SocketIO.Protocol;

/// <summary>
/// Escapes what <c>JSON.stringify</c> escapes, in the same way, and nothing else: quotes, backslashes, control characters
/// and lone surrogates.
/// </summary>
/// <remarks>
/// The framework's encoders escape more, for text that ends up in a page of HTML. A packet does not, and would grow: its size counts
/// against the limits of the peer, and non-Latin text would be up to three times as long.
/// </remarks>
internal sealed unsafe class JsonStringifyEncoder : JavaScriptEncoder
{
    private const int Window = 512;

    private static readonly SearchValues<char> _escapedChars = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private static readonly SearchValues<byte> _escapedBytes = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"u8);

    private JsonStringifyEncoder()
    {
    }

    /// <summary>Gets the encoder.</summary>
    public static JsonStringifyEncoder Instance { get; } = new();

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => JsonEscape.UnitLength;

    /// <summary>Finds the first character that is not written as it is.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its position, or -1.</returns>
    // Two searches, for two kinds of characters, and the nearer result counts. In windows, so that text full of the one kind is not
    // searched to its end for the other kind again and again.
    public static int IndexOfEscaped(ReadOnlySpan<char> text)
    {
        var start = 0;

        while (start < text.Length)
        {
            var end = Math.Min(start + Window, text.Length);

            if (end < text.Length && char.IsHighSurrogate(text[end - 1]) && char.IsLowSurrogate(text[end]))
            {
                end++;
            }

            var window = text[start..end];
            var escaped = window.IndexOfAny(_escapedChars);
            var lone = IndexOfLoneSurrogate(escaped < 0 ? window : window[..escaped]);

            if (lone >= 0 || escaped >= 0)
            {
                return start + (lone >= 0 ? lone : escaped);
            }

            start = end;
        }

        return -1;
    }

    /// <summary>Writes the escape of a character.</summary>
    /// <param name="character">A character that <see cref="IndexOfEscaped"/> has found.</param>
    /// <param name="destination">Receives the escape, at most 6 characters.</param>
    /// <returns>The number of characters written.</returns>
    public static int Escape(char character, Span<char> destination)
    {
        var shortForm = character switch
        {
            '\b' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\f' => 'f',
            '\r' => 'r',
            '"' or '\\' => character,
            _ => '\0',
        };

        destination[0] = '\\';

        if (shortForm != '\0')
        {
            destination[1] = shortForm;
            return 2;
        }

        destination[1] = 'u';

        for (var i = 0; i < 4; i++)
        {
            destination[2 + i] = "0123456789abcdef"[(character >> (12 - (4 * i))) & 15];
        }

        return JsonEscape.UnitLength;
    }

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar)
        => unicodeScalar is '"' or '\\' or (>= 0 and < ' ') or (>= 0xd800 and <= 0xdfff);

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncode(char* text, int textLength) => IndexOfEscaped(new ReadOnlySpan<char>(text, textLength));

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        var index = utf8Text.IndexOfAny(_escapedBytes);

        // Only what precedes the result is looked at twice: this is called again for what follows it.
        return Utf8.IsValid(index < 0 ? utf8Text : utf8Text[..index]) ? index : base.FindFirstCharacterToEncodeUtf8(utf8Text);
    }

    /// <inheritdoc/>
    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var destination = new Span<char>(buffer, bufferLength);
        Span<char> text = stackalloc char[JsonEscape.UnitLength];
        numberOfCharactersWritten = WillEncode(unicodeScalar)
            ? Escape((char)unicodeScalar, text)
            : new Rune(unicodeScalar).EncodeToUtf16(text);

        if (text[..numberOfCharactersWritten].TryCopyTo(destination))
        {
            return true;
        }

        numberOfCharactersWritten = 0;
        return false;
    }

    /// <inheritdoc/>
    /// <remarks>The base class would write U+FFFD for a lone surrogate; <c>JSON.stringify</c> writes its escape.</remarks>
    public override OperationStatus Encode(
        ReadOnlySpan<char> source,
        Span<char> destination,
        out int charsConsumed,
        out int charsWritten,
        bool isFinalBlock = true)
    {
        charsConsumed = 0;
        charsWritten = 0;
        Span<char> escape = stackalloc char[JsonEscape.UnitLength];

        while (true)
        {
            var rest = source[charsConsumed..];
            var index = IndexOfEscaped(rest);
            var plain = index < 0 ? rest : rest[..index];

            if (!plain.TryCopyTo(destination[charsWritten..]))
            {
                return OperationStatus.DestinationTooSmall;
            }

            charsConsumed += plain.Length;
            charsWritten += plain.Length;

            if (index < 0)
            {
                return OperationStatus.Done;
            }

            if (!isFinalBlock && index == rest.Length - 1 && char.IsHighSurrogate(rest[index]))
            {
                // Its other half may be in the next block.
                return OperationStatus.NeedMoreData;
            }

            var length = Escape(rest[index], escape);

            if (!escape[..length].TryCopyTo(destination[charsWritten..]))
            {
                return OperationStatus.DestinationTooSmall;
            }

            charsConsumed++;
            charsWritten += length;
        }
    }

    private static int IndexOfLoneSurrogate(ReadOnlySpan<char> text)
    {
        var position = 0;

        while (true)
        {
            // As numbers: over characters, the search allocates 96 bytes a call in .NET 10.
            var offset = MemoryMarshal.Cast<char, ushort>(text[position..]).IndexOfAnyInRange((ushort)'\ud800', (ushort)'\udfff');

            if (offset < 0)
            {
                return -1;
            }

            position += offset;

            if (!char.IsHighSurrogate(text[position]) || position + 1 == text.Length || !char.IsLowSurrogate(text[position + 1]))
            {
                return position;
            }

            position += 2;
        }
    }
}
