namespace SocketIO.Protocol;

/// <summary>
/// An argument that a peer sent is missing, or not of the type that was asked for.
/// </summary>
public sealed class ArgumentBindingException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="ArgumentBindingException"/> class.</summary>
    /// <param name="index">The position of the argument, the first being 0.</param>
    /// <param name="expectedType">The type that was asked for.</param>
    /// <param name="innerException">What went wrong, if known.</param>
    public ArgumentBindingException(int index, Type expectedType, Exception? innerException = null)
        : base($"Argument {index} is missing or cannot be read as {expectedType}.", innerException)
    {
        Index = index;
        ExpectedType = expectedType;
    }

    /// <summary>Gets the position of the argument, the first being 0.</summary>
    public int Index { get; }

    /// <summary>Gets the type that was asked for.</summary>
    public Type ExpectedType { get; }
}
