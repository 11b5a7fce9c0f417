namespace SocketIO.Protocol;

/// <summary>
/// What the ends of a connection make of the arguments that an application passes to a method that takes any.
/// </summary>
internal static class ArgumentList
{
    /// <summary>Tells an array that is one argument from an array that holds the arguments.</summary>
    /// <remarks>
    /// <c>EmitAsync("rooms", names)</c> with a <c>string[]</c> means one argument, as in JavaScript. Without an overload for arrays the language
    /// would spread it, because arrays of reference types convert to <c>object[]</c>.
    /// </remarks>
    public static object?[] Of(Array? argument)
        => argument is not null && argument.GetType() == typeof(object[]) ? (object?[])argument : [argument];

    /// <summary>Gets the arguments from compilers that pass a null that is an only argument as the array itself.</summary>
    public static object?[] OfAll(object?[]? arguments) => arguments ?? [null];

    /// <summary>
    /// Takes the cancellation token from the end of the arguments: a method that takes any cannot have one after them, and a token is nothing that could be sent, so
    /// one in last place is meant for the call.
    /// </summary>
    public static CancellationToken TakeCancellation(ref ReadOnlySpan<object?> arguments)
    {
        if (arguments is [.., CancellationToken token])
        {
            arguments = arguments[..^1];
            return token;
        }

        return CancellationToken.None;
    }
}
