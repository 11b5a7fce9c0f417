using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Protocol;

/// <summary>
/// Reads the arguments of a packet one after another, straight from the received bytes.
/// </summary>
public ref struct ArgumentReader
{
    /// <summary>Initializes a new instance of the <see cref="ArgumentReader"/> struct.</summary>
    /// <param name="packet">The packet whose arguments are read.</param>
    public ArgumentReader(ReceivedPacket packet)
        : this(packet.Payload, packet.ArgumentsOffset, packet.ArgumentCount, packet.Attachments)
    {
    }

    internal ArgumentReader(ReadOnlySpan<byte> payload, int offset, int count, ReadOnlyMemory<byte>[]? attachments)
    {
        _ = payload;
        _ = offset;
        _ = attachments;
        Remaining = count;
    }

    /// <summary>Gets how many arguments are not read yet.</summary>
    public int Remaining { get; private set; }

    /// <summary>Gets the position of the next argument, the first being 0.</summary>
    public int Index { get; private set; }

    /// <summary>Reads the next argument.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="serializer">Reads what is not a plain string, number, boolean or binary.</param>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> if there is no further argument, or it is not of that type. It counts as read either way.</returns>
    public bool TryRead<T>(IArgumentSerializer serializer, [MaybeNull] out T value) => throw new NotImplementedException();

    /// <summary>Reads the next argument.</summary>
    /// <param name="serializer">Reads it.</param>
    /// <param name="type">The type to read it as.</param>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> if there is no further argument, or it is not of that type. It counts as read either way.</returns>
    public bool TryRead(IArgumentSerializer serializer, Type type, out object? value) => throw new NotImplementedException();

    /// <summary>Passes over the next argument.</summary>
    /// <returns><see langword="false"/> if there is none.</returns>
    public bool TrySkip() => throw new NotImplementedException();
}
