using System.Text.Json;

namespace SocketIO.Protocol;

/// <summary>
/// One argument that was received. It can be read as any type, and sent on as it is: the JSON byte for byte, with its attachments.
/// </summary>
public readonly struct EventArgument
{
    private readonly EventArguments? _owner;
    private readonly int _index;

    internal EventArgument(EventArguments owner, int index)
    {
        _owner = owner;
        _index = index;
    }

    /// <summary>Gets a value indicating whether the argument itself is binary data.</summary>
    public bool IsBinary => TryGetBytes(out _);

    /// <summary>Gets the argument's JSON in UTF-8, as it was received. Binary data in it is a placeholder. Of a default instance, <c>null</c>.</summary>
    public ReadOnlyMemory<byte> RawJson => _owner is null ? NullJson : _owner.GetJson(_index);

    /// <summary>Gets the argument's JSON with its mark, for sending it on.</summary>
    internal ReadOnlyMemory<byte> MarkedJson => _owner is null ? NullJson : _owner.GetMarkedJson(_index);

    /// <summary>Gets what the placeholders in the argument refer to.</summary>
    internal ReadOnlyMemory<byte>[]? Attachments => _owner?.Attachments;

    private static byte[] NullJson { get; } = "null"u8.ToArray();

    /// <summary>Gets the argument as JSON. Binary data in it is a placeholder, see <see cref="TryGetBytes(JsonElement, out ReadOnlyMemory{byte})"/>.</summary>
    public JsonElement GetJson()
    {
        var reader = new Utf8JsonReader(RawJson.Span, new JsonReaderOptions { MaxDepth = JsonValidator.DepthLimit });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Gets the bytes of an argument that is binary data.</summary>
    /// <param name="bytes">The bytes, not copied.</param>
    /// <returns><see langword="false"/> if it is not.</returns>
    public bool TryGetBytes(out ReadOnlyMemory<byte> bytes) => ArgumentBinder.TryGetAttachment(RawJson.Span, Attachments, out bytes);

    /// <summary>Gets the bytes that a placeholder in this argument stands for.</summary>
    /// <param name="placeholder">A part of what <see cref="GetJson"/> returned.</param>
    /// <param name="bytes">The bytes, not copied.</param>
    /// <returns><see langword="false"/> if that part is not binary data.</returns>
    public bool TryGetBytes(JsonElement placeholder, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;

        if (Attachments is not { } attachments
            || placeholder.ValueKind is not JsonValueKind.Object
            || !placeholder.TryGetProperty("_placeholder"u8, out var mark)
            || mark.ValueKind is not JsonValueKind.True
            || !placeholder.TryGetProperty("num"u8, out var number)
            || number.ValueKind is not JsonValueKind.Number
            || !number.TryGetInt32(out var index)
            || (uint)index >= (uint)attachments.Length)
        {
            return false;
        }

        bytes = attachments[index];
        return true;
    }

    /// <summary>Reads the argument.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <exception cref="ArgumentBindingException">It is not of that type.</exception>
    public T? Get<T>() => _owner is null ? throw new ArgumentBindingException(0, typeof(T)) : _owner.Get<T>(_index);
}
