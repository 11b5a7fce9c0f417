using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Protocol;

/// <summary>
/// Reads the arguments of a packet one after another, straight from the received bytes.
/// </summary>
/// <remarks>Strings, numbers, booleans and attachments are read without allocating more than the value itself.</remarks>
public ref struct ArgumentReader
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly ReadOnlyMemory<byte>[]? _attachments;
    private int _position;

    /// <summary>Initializes a new instance of the <see cref="ArgumentReader"/> struct.</summary>
    /// <param name="packet">The packet whose arguments are read.</param>
    public ArgumentReader(ReceivedPacket packet)
        : this(packet.Payload, packet.ArgumentsOffset, packet.ArgumentCount, packet.Attachments)
    {
    }

    internal ArgumentReader(ReadOnlySpan<byte> json, int offset, int count, ReadOnlyMemory<byte>[]? attachments)
    {
        _json = json;
        _attachments = attachments;
        _position = offset;
        Remaining = count;
    }

    /// <summary>Gets how many arguments are not read yet.</summary>
    public int Remaining { get; private set; }

    /// <summary>Gets the position of the next argument, the first being 0.</summary>
    public int Index { get; private set; }

    /// <summary>Gets what went wrong when the last argument could not be read, if the serializer said so. For logs.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Reads the next argument.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="serializer">Reads what is not a plain string, number, boolean or binary.</param>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> if there is no further argument, or it is not of that type. It counts as read either way.</returns>
    public bool TryRead<T>(IArgumentSerializer serializer, [MaybeNull] out T value)
    {
        if (!TryNext(withMark: typeof(T) == typeof(EventArgument), out var json))
        {
            value = default;
            return false;
        }

        var isBound = ArgumentBinder.TryBind(json, _attachments, serializer, out value, out var failure);
        Failure = failure;
        return isBound;
    }

    /// <summary>Reads the next argument.</summary>
    /// <param name="serializer">Reads it.</param>
    /// <param name="type">The type to read it as.</param>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> if there is no further argument, or it is not of that type. It counts as read either way.</returns>
    public bool TryRead(IArgumentSerializer serializer, Type type, out object? value)
    {
        if (!TryNext(withMark: type == typeof(EventArgument), out var json))
        {
            value = null;
            return false;
        }

        var isBound = ArgumentBinder.TryBind(json, type, _attachments, serializer, out value, out var failure);
        Failure = failure;
        return isBound;
    }

    /// <summary>Passes over the next argument.</summary>
    /// <returns><see langword="false"/> if there is none.</returns>
    public bool TrySkip() => TryNext(withMark: false, out _);

    private bool TryNext(bool withMark, out ReadOnlySpan<byte> json)
    {
        Failure = null;

        if (Remaining == 0)
        {
            json = default;
            return false;
        }

        var end = JsonSkipper.FindValueEnd(_json, _position);
        json = _json[(withMark ? TypeMark.FindStart(_json, _position) : _position)..end];
        Remaining--;
        Index++;
        _position = Remaining == 0 ? end : JsonSkipper.FindNextElement(_json, end);
        return true;
    }
}
