using System.Text.Json;

namespace SocketIO.Protocol;

/// <summary>
/// One argument that was received. It can be read as any type, and sent on as it is.
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
    public bool IsBinary => throw new NotImplementedException();

    /// <summary>Gets the argument's JSON in UTF-8, as it was received. Binary data in it is a placeholder.</summary>
    public ReadOnlyMemory<byte> RawJson => throw new NotImplementedException();

    /// <summary>Gets the argument as JSON. Binary data in it is a placeholder, see <see cref="TryGetBytes(JsonElement, out ReadOnlyMemory{byte})"/>.</summary>
    public JsonElement GetJson() => throw new NotImplementedException();

    /// <summary>Gets the bytes of an argument that is binary data.</summary>
    /// <param name="bytes">The bytes.</param>
    public bool TryGetBytes(out ReadOnlyMemory<byte> bytes) => throw new NotImplementedException();

    /// <summary>Gets the bytes that a placeholder in this argument stands for.</summary>
    /// <param name="placeholder">A part of what <see cref="GetJson"/> returned.</param>
    /// <param name="bytes">The bytes.</param>
    public bool TryGetBytes(JsonElement placeholder, out ReadOnlyMemory<byte> bytes) => throw new NotImplementedException();

    /// <summary>Reads the argument.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <exception cref="ArgumentBindingException">It is not of that type.</exception>
    public T? Get<T>() => _owner!.Get<T>(_index);
}
