using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Protocol;

/// <summary>
/// The arguments of an event or acknowledgement that was received, read as they are asked for.
/// </summary>
/// <remarks>Owns its memory: it can be kept, and read from several threads.</remarks>
public sealed class EventArguments : IReadOnlyList<EventArgument>
{
    private readonly byte[] _json;
    private readonly IArgumentSerializer _serializer;
    private int[]? _starts;

    /// <summary>Initializes a new instance of the <see cref="EventArguments"/> class.</summary>
    /// <param name="json">The arguments, from the first of them on, with its mark if it has one; what follows the last does not matter.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="attachments">What placeholders refer to.</param>
    /// <param name="serializer">Reads them.</param>
    internal EventArguments(byte[] json, int count, ReadOnlyMemory<byte>[]? attachments, IArgumentSerializer serializer)
    {
        _json = json;
        _serializer = serializer;
        Attachments = attachments;
        Count = count;
    }

    /// <summary>Gets no arguments.</summary>
    public static EventArguments Empty { get; } = new([], 0, null, JsonArgumentSerializer.Default);

    /// <summary>Gets the number of arguments.</summary>
    public int Count { get; }

    /// <summary>Gets the binary attachments.</summary>
    internal ReadOnlyMemory<byte>[]? Attachments { get; }

    /// <summary>Gets an argument.</summary>
    /// <param name="index">Its position, the first being 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    public EventArgument this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new EventArgument(this, index);
        }
    }

    /// <summary>Reads an argument.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="index">Its position, the first being 0.</param>
    /// <exception cref="ArgumentBindingException">There is no such argument, or it is not of that type.</exception>
    public T? Get<T>(int index)
        => TryGet<T>(index, out var value, out var failure) ? value : throw new ArgumentBindingException(index, typeof(T), failure);

    /// <summary>Reads an argument, if there is one of that type.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="index">Its position, the first being 0.</param>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> if there is no such argument, or it is not of that type.</returns>
    public bool TryGet<T>(int index, [MaybeNull] out T value) => TryGet(index, out value, out _);

    /// <summary>Reads the arguments one after another, without allocating.</summary>
    public ArgumentReader GetReader() => new(_json, TypeMark.FindValue(_json), Count, Attachments);

    /// <inheritdoc/>
    public IEnumerator<EventArgument> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return new EventArgument(this, i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Gets the JSON of an argument.</summary>
    /// <param name="index">Its position, which must exist.</param>
    internal ReadOnlyMemory<byte> GetJson(int index)
    {
        var start = FindStart(index);
        return _json.AsMemory(start..JsonSkipper.FindValueEnd(_json, start));
    }

    /// <summary>Gets the JSON of an argument with its mark.</summary>
    /// <param name="index">Its position, which must exist.</param>
    internal ReadOnlyMemory<byte> GetMarkedJson(int index)
    {
        var start = FindStart(index);
        return _json.AsMemory(TypeMark.FindStart(_json, start)..JsonSkipper.FindValueEnd(_json, start));
    }

    private bool TryGet<T>(int index, [MaybeNull] out T value, out Exception? failure)
    {
        if ((uint)index < (uint)Count)
        {
            var json = typeof(T) == typeof(EventArgument) ? GetMarkedJson(index) : GetJson(index);
            return ArgumentBinder.TryBind(json.Span, Attachments, _serializer, out value, out failure);
        }

        value = default;
        failure = null;
        return false;
    }

    // Two threads may look for the positions at once: both find the same.
    private int FindStart(int index) => index == 0 ? TypeMark.FindValue(_json) : (_starts ??= FindStarts())[index];

    private int[] FindStarts()
    {
        var starts = new int[Count];
        starts[0] = TypeMark.FindValue(_json);

        for (var i = 1; i < starts.Length; i++)
        {
            starts[i] = JsonSkipper.FindNextElement(_json, JsonSkipper.FindValueEnd(_json, starts[i - 1]));
        }

        return starts;
    }
}
