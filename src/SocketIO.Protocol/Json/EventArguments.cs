using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Protocol;

/// <summary>
/// The arguments of an event or acknowledgement that was received, read as they are asked for.
/// </summary>
/// <remarks>Owns its memory: it can be kept, and read from several threads.</remarks>
public sealed class EventArguments : IReadOnlyList<EventArgument>
{
    internal EventArguments(int count) => Count = count;

    /// <summary>Gets no arguments.</summary>
    public static EventArguments Empty { get; } = new(0);

    /// <summary>Gets the number of arguments.</summary>
    public int Count { get; }

    /// <summary>Gets an argument.</summary>
    /// <param name="index">Its position, the first being 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    public EventArgument this[int index] => throw new NotImplementedException();

    /// <summary>Reads an argument.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="index">Its position, the first being 0.</param>
    /// <exception cref="ArgumentBindingException">There is no such argument, or it is not of that type.</exception>
    public T? Get<T>(int index) => throw new NotImplementedException();

    /// <summary>Reads an argument, if there is one of that type.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="index">Its position, the first being 0.</param>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> if there is no such argument, or it is not of that type.</returns>
    public bool TryGet<T>(int index, [MaybeNull] out T value) => throw new NotImplementedException();

    /// <summary>Reads the arguments one after another, without allocating.</summary>
    public ArgumentReader GetReader() => throw new NotImplementedException();

    /// <inheritdoc/>
    public IEnumerator<EventArgument> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
