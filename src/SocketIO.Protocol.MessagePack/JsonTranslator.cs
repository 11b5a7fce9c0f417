using System.Buffers;
using System.Text.Json;

namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// Writes JSON, with its type marks and attachments, as MessagePack. Loops where it could recurse: how deep the JSON is nested does not matter.
/// </summary>
internal static class JsonTranslator
{
    private const int StackLimit = 256;

    // 2^53: up to here the reference and everybody else agree on integers.
    private const double MaxSafeInteger = 9_007_199_254_740_992;

    /// <summary>Makes a reader that does not limit the depth.</summary>
    /// <param name="json">Valid JSON.</param>
    public static Utf8JsonReader CreateReader(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = int.MaxValue });

    /// <summary>Writes JSON as MessagePack.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="json">Valid JSON.</param>
    /// <param name="attachments">What placeholders refer to.</param>
    public static void Write(MessagePackWriter writer, ReadOnlySpan<byte> json, ReadOnlySpan<ReadOnlyMemory<byte>> attachments)
    {
        var reader = CreateReader(json);

        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                case JsonTokenType.StartObject:
                    writer.CountElement();
                    WriteContainer(writer, ref reader, json, attachments);
                    break;

                case JsonTokenType.EndArray:
                case JsonTokenType.EndObject:
                    writer.End();
                    break;

                case JsonTokenType.PropertyName:
                    writer.CountPair();
                    WriteString(writer, ref reader);
                    break;

                default:
                    writer.CountElement();
                    WriteScalar(writer, ref reader, json);
                    break;
            }
        }

        writer.InsertLongLengths();
    }

    private static void WriteScalar(MessagePackWriter writer, ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var mark = TypeMark.Find(json, (int)reader.TokenStartIndex);

        switch (reader.TokenType)
        {
            case JsonTokenType.String when mark == TypeMark.Date && reader.TryGetDateTimeOffset(out var date):
                writer.WriteDate(date.ToUnixTimeMilliseconds());
                break;

            case JsonTokenType.String:
                WriteString(writer, ref reader);
                break;

            case JsonTokenType.Number:
                WriteNumber(writer, ref reader, mark);
                break;

            case JsonTokenType.True:
            case JsonTokenType.False:
                writer.WriteBoolean(reader.TokenType is JsonTokenType.True);
                break;

            case JsonTokenType.Null:
                WriteNull(writer, mark);
                break;
        }
    }

    private static void WriteContainer(
        MessagePackWriter writer, ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ReadOnlySpan<ReadOnlyMemory<byte>> attachments)
    {
        if (!JsonBinary.TryRead(ref reader, json, attachments, out var binary))
        {
            writer.Begin(isMap: reader.TokenType is JsonTokenType.StartObject);
            return;
        }

        var bytes = attachments[binary.Attachment].Span;

        if (binary.ExtensionType is { } type)
        {
            writer.WriteExtension(type, bytes);
        }
        else if (binary.Mark == TypeMark.ArrayBuffer)
        {
            writer.WriteArrayBuffer(bytes);
        }
        else
        {
            writer.WriteBinary(bytes);
        }
    }

    private static void WriteString(MessagePackWriter writer, ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;

        if (!reader.ValueIsEscaped)
        {
            writer.WriteString(text);
            return;
        }

        byte[]? rented = null;
        var buffer = text.Length <= StackLimit ? stackalloc byte[StackLimit] : rented = ArrayPool<byte>.Shared.Rent(text.Length);
        writer.WriteString(buffer[..JsonString.Unescape(text, buffer)]);

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // A number without a mark is written as the reference would write it: an integer if it is one. What the reference would
    // write wrongly, an integer beyond 64 bits, is a floating-point number.
    private static void WriteNumber(MessagePackWriter writer, ref Utf8JsonReader reader, int mark)
    {
        if (mark is TypeMark.Single)
        {
            writer.WriteSingle(reader.GetSingle());
        }
        else if (mark is TypeMark.Double)
        {
            writer.WriteDouble(reader.GetDouble());
        }
        else if (reader.TryGetInt64(out var integer))
        {
            writer.WriteInteger(integer);
        }
        else if (reader.TryGetUInt64(out var unsigned))
        {
            writer.WriteInteger(unsigned);
        }
        else
        {
            // 1.0, 1e3, and -0.0, which the reference writes as 0, too.
            var number = reader.GetDouble();

            if (number == Math.Floor(number) && Math.Abs(number) <= MaxSafeInteger)
            {
                writer.WriteInteger((long)number);
            }
            else
            {
                writer.WriteDouble(number);
            }
        }
    }

    private static void WriteNull(MessagePackWriter writer, int mark)
    {
        switch (mark)
        {
            case TypeMark.Undefined:
                writer.WriteUndefined();
                break;

            case TypeMark.NaN:
                writer.WriteDouble(double.NaN);
                break;

            case TypeMark.PositiveInfinity:
                writer.WriteDouble(double.PositiveInfinity);
                break;

            case TypeMark.NegativeInfinity:
                writer.WriteDouble(double.NegativeInfinity);
                break;

            default:
                writer.WriteNil();
                break;
        }
    }
}
