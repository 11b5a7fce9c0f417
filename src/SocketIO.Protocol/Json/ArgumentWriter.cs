namespace SocketIO.Protocol;

/// <summary>
/// Writes one argument: the common types here, the others with the serializer.
/// </summary>
internal static class ArgumentWriter
{
    /// <summary>Writes an argument.</summary>
    /// <param name="output">Receives the JSON.</param>
    /// <param name="value">The argument.</param>
    /// <param name="serializer">Writes what is not written here.</param>
    /// <param name="attachments">Receives binary data; with <see langword="null"/> it is written as base64.</param>
    public static void Write(GrowableBuffer output, object? value, IArgumentSerializer serializer, List<ReadOnlyMemory<byte>>? attachments)
    {
        if (serializer.CustomizesPrimitives || !TryWritePlain(output, value, serializer, attachments))
        {
            serializer.Serialize(output, value, attachments);
        }
    }

    private static bool TryWritePlain(GrowableBuffer output, object? value, IArgumentSerializer serializer, List<ReadOnlyMemory<byte>>? attachments)
    {
        switch (value)
        {
            case null:
                output.Append("null"u8);
                return true;

            case string text:
                JsonText.WriteString(output, text);
                return true;

            case int number:
                JsonText.WriteInteger(output, number);
                return true;

            case long number:
                JsonText.WriteInteger(output, number);
                return true;

            case bool flag:
                output.Append(flag ? "true"u8 : "false"u8);
                return true;

            case double number when !double.IsFinite(number) && serializer is JsonArgumentSerializer { MarksTypes: true }:
                output.Append(TypeMark.GetText(TypeMark.OfNotFinite(number)));
                output.Append("null"u8);
                return true;

            case double number:
                output.Advance(JavaScriptNumber.Format(number, output.GetSpan(JavaScriptNumber.MaxLength)));
                return true;

            case byte[] bytes when attachments is not null:
                WriteAttachment(output, bytes, attachments);
                return true;

            case ReadOnlyMemory<byte> bytes when attachments is not null:
                WriteAttachment(output, bytes, attachments);
                return true;

            case EventArgument argument:
                WriteReceived(output, argument, attachments);
                return true;

            default:
                return false;
        }
    }

    private static void WriteAttachment(GrowableBuffer output, ReadOnlyMemory<byte> bytes, List<ReadOnlyMemory<byte>> attachments)
    {
        Placeholders.Write(output, attachments.Count);
        attachments.Add(bytes);
    }

    private static void WriteReceived(GrowableBuffer output, EventArgument argument, List<ReadOnlyMemory<byte>>? attachments)
    {
        var json = argument.MarkedJson.Span;

        if (argument.Attachments is { } source && attachments is not null)
        {
            Placeholders.Copy(output, json, source, attachments);
        }
        else
        {
            output.Append(json);
        }
    }
}
