using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SocketIO.Protocol;

/// <summary>
/// Reads one argument as a type: the common ones here and without allocating, the others with the serializer.
/// </summary>
internal static class ArgumentBinder
{
    private const int StackLimit = 256;

    /// <summary>Reads an argument.</summary>
    /// <param name="json">The argument, valid JSON; with its mark if <typeparamref name="T"/> is <see cref="EventArgument"/>.</param>
    /// <param name="attachments">What placeholders refer to.</param>
    /// <param name="serializer">Reads what is not read here.</param>
    /// <param name="value">The value.</param>
    /// <param name="failure">What the serializer threw, if it did.</param>
    public static bool TryBind<T>(
        ReadOnlySpan<byte> json,
        ReadOnlyMemory<byte>[]? attachments,
        IArgumentSerializer serializer,
        [MaybeNull] out T value,
        out Exception? failure)
    {
        failure = null;

        if (typeof(T) == typeof(EventArgument))
        {
            var copy = new EventArguments(json.ToArray(), 1, attachments, serializer)[0];
            value = Unsafe.As<EventArgument, T>(ref copy);
            return true;
        }

        if (!serializer.CustomizesPrimitives && TryBindPlain(json, attachments, out value, out var isBound))
        {
            return isBound;
        }

        try
        {
            value = serializer.Deserialize<T>(json, attachments);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Not only JsonException: converters and constructors of the application run in there, on what a peer sent.
            failure = e;
            value = default;
            return false;
        }
    }

    /// <summary>Reads an argument as a type that is only known at run time.</summary>
    /// <param name="json">The argument, valid JSON.</param>
    /// <param name="type">The type.</param>
    /// <param name="attachments">What placeholders refer to.</param>
    /// <param name="serializer">Reads what is not read here.</param>
    /// <param name="value">The value.</param>
    /// <param name="failure">What the serializer threw, if it did.</param>
    public static bool TryBind(
        ReadOnlySpan<byte> json,
        Type type,
        ReadOnlyMemory<byte>[]? attachments,
        IArgumentSerializer serializer,
        out object? value,
        out Exception? failure)
    {
        if (type == typeof(EventArgument))
        {
            var isBound = TryBind<EventArgument>(json, attachments, serializer, out var argument, out failure);
            value = argument;
            return isBound;
        }

        // Binary data that is asked for as anything at all is given as an array, rather than as its placeholder.
        if (type == typeof(object) && TryGetAttachment(json, attachments, out var bytes))
        {
            failure = null;
            value = ToArray(bytes);
            return true;
        }

        try
        {
            failure = null;
            value = serializer.Deserialize(json, type, attachments);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failure = e;
            value = null;
            return false;
        }
    }

    /// <summary>Reads an attachment that is an argument by itself.</summary>
    /// <param name="json">The argument, valid JSON.</param>
    /// <param name="attachments">What placeholders refer to.</param>
    /// <param name="bytes">The attachment.</param>
    public static bool TryGetAttachment(ReadOnlySpan<byte> json, ReadOnlyMemory<byte>[]? attachments, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;

        if (attachments is null || json[0] != '{')
        {
            return false;
        }

        // As every encoder writes it.
        if (Placeholders.TryParse(json, out var number))
        {
            bytes = attachments[number];
            return true;
        }

        var reader = new PlaceholderReader(json);

        if (!reader.TryRead(out var placeholder) || placeholder.Start != 0)
        {
            return false;
        }

        bytes = attachments[placeholder.Number];
        return true;
    }

    /// <summary>Gets bytes as an array: the very one that was received when that is possible.</summary>
    /// <param name="bytes">The bytes.</param>
    public static byte[] ToArray(ReadOnlyMemory<byte> bytes)
        => MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Array is { } array && array.Length == bytes.Length ? array : bytes.ToArray();

    // False means that the serializer has to try. JIT and AOT compilers reduce this to the branch of the one T.
    private static bool TryBindPlain<T>(ReadOnlySpan<byte> json, ReadOnlyMemory<byte>[]? attachments, [MaybeNull] out T value, out bool isBound)
    {
        value = default;
        isBound = true;

        if (typeof(T) == typeof(string))
        {
            if (json[0] == '"')
            {
                value = (T)(object)ReadString(json[1..^1]);
                return true;
            }

            // Anything else is no string, which need not cost an exception.
            isBound = json[0] == 'n';
            return true;
        }

        if (typeof(T) == typeof(int))
        {
            isBound = Utf8Parser.TryParse(json, out int number, out var consumed) && consumed == json.Length;
            value = Unsafe.As<int, T>(ref number);
            return true;
        }

        if (typeof(T) == typeof(long))
        {
            isBound = Utf8Parser.TryParse(json, out long number, out var consumed) && consumed == json.Length;
            value = Unsafe.As<long, T>(ref number);
            return true;
        }

        if (typeof(T) == typeof(double))
        {
            isBound = Utf8Parser.TryParse(json, out double number, out var consumed) && consumed == json.Length;
            value = Unsafe.As<double, T>(ref number);
            return true;
        }

        if (typeof(T) == typeof(bool))
        {
            var flag = json[0] == 't';
            isBound = flag || json[0] == 'f';
            value = Unsafe.As<bool, T>(ref flag);
            return true;
        }

        if (typeof(T) == typeof(JsonElement))
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonValidator.DepthLimit });
            var element = JsonElement.ParseValue(ref reader);
            value = Unsafe.As<JsonElement, T>(ref element);
            return true;
        }

        if (typeof(T) == typeof(ReadOnlyMemory<byte>) && TryGetAttachment(json, attachments, out var memory))
        {
            value = Unsafe.As<ReadOnlyMemory<byte>, T>(ref memory);
            return true;
        }

        if ((typeof(T) == typeof(byte[]) || typeof(T) == typeof(object)) && TryGetAttachment(json, attachments, out var bytes))
        {
            value = (T)(object)ToArray(bytes);
            return true;
        }

        return false;
    }

    private static string ReadString(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(text);
        }

        byte[]? rented = null;
        var buffer = text.Length <= StackLimit ? stackalloc byte[StackLimit] : rented = ArrayPool<byte>.Shared.Rent(text.Length);
        var result = Encoding.UTF8.GetString(buffer[..JsonEscape.Unescape(text, buffer)]);

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return result;
    }
}
