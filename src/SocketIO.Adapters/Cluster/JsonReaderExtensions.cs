using System.Text.Json;

namespace SocketIO.Adapters;

/// <summary>
/// Reads the value of a property, from its name on. A value of another type counts as missing: it is passed over.
/// </summary>
internal static class JsonReaderExtensions
{
    public static string? ReadText(this ref Utf8JsonReader reader)
    {
        reader.Read();

        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetText();

            // Rooms may be numbers in JavaScript, and ids too.
            case JsonTokenType.Number:
                return System.Text.Encoding.UTF8.GetString(reader.ValueSpan);

            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>Gets a string that may have lone surrogates, which are replaced.</summary>
    public static string GetText(this ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("The string is no Unicode.", exception);
        }
    }

    /// <summary>Gets a whole number; zero for anything else.</summary>
    public static long ReadNumber(this ref Utf8JsonReader reader)
    {
        reader.Read();

        if (reader.TokenType is JsonTokenType.Number)
        {
            return reader.TryGetInt64(out var number) ? number : reader.TryGetDouble(out var real) && real is >= 0 and < int.MaxValue ? (long)real : 0;
        }

        // The streams of Redis know only text.
        if (reader.TokenType is JsonTokenType.String)
        {
            return long.TryParse(reader.GetText(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        reader.Skip();
        return 0;
    }

    public static bool ReadFlag(this ref Utf8JsonReader reader, bool ifMissing = false)
    {
        reader.Read();
        var value = reader.TokenType switch { JsonTokenType.True => true, JsonTokenType.False => false, _ => ifMissing };
        reader.Skip();
        return value;
    }

    /// <summary>Gets the JSON of a value, as a part of what is being read.</summary>
    public static ReadOnlyMemory<byte> ReadRaw(this ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    /// <summary>Gets the texts of an array; <see langword="null"/> for anything else.</summary>
    public static List<string>? ReadTexts(this ref Utf8JsonReader reader)
    {
        reader.Read();

        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var texts = new List<string>();

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.String)
            {
                texts.Add(reader.GetText());
            }
            else if (reader.TokenType is JsonTokenType.Number)
            {
                texts.Add(System.Text.Encoding.UTF8.GetString(reader.ValueSpan));
            }
            else
            {
                reader.Skip();
            }
        }

        return texts;
    }

    public static void SkipValue(this ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
