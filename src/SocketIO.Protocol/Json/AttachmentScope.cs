namespace SocketIO.Protocol;

/// <summary>
/// Tells the converters, which serialisation calls without any context of ours, where binary data goes to and comes from.
/// </summary>
/// <remarks>
/// Per thread, which is enough: serialisation is synchronous. Scopes nest, for a converter of the application may emit.
/// </remarks>
internal ref struct AttachmentScope
{
    [ThreadStatic]
    private static List<ReadOnlyMemory<byte>>? _written;

    [ThreadStatic]
    private static ReadOnlyMemory<byte>[]? _read;

    private readonly List<ReadOnlyMemory<byte>>? _outerWritten;
    private readonly ReadOnlyMemory<byte>[]? _outerRead;

    /// <summary>Initializes a new instance of the <see cref="AttachmentScope"/> struct, which lasts until it is disposed.</summary>
    /// <param name="written">Receives the binary data that is met while writing.</param>
    /// <param name="read">What placeholders refer to while reading.</param>
    public AttachmentScope(List<ReadOnlyMemory<byte>>? written, ReadOnlyMemory<byte>[]? read)
    {
        _outerWritten = _written;
        _outerRead = _read;
        _written = written;
        _read = read;
    }

    /// <summary>Gets where binary data goes; <see langword="null"/> when it is to be written as base64.</summary>
    public static List<ReadOnlyMemory<byte>>? Written => _written;

    /// <summary>Gets what placeholders refer to; <see langword="null"/> when they have no meaning.</summary>
    public static ReadOnlyMemory<byte>[]? Read => _read;

    /// <summary>Ends the scope.</summary>
    public readonly void Dispose()
    {
        _written = _outerWritten;
        _read = _outerRead;
    }
}
