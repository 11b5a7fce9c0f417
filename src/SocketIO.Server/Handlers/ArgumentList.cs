namespace SocketIO.Server;

/// <summary>
/// Tells an array that is one argument from an array that holds the arguments.
/// </summary>
/// <remarks>
/// <c>EmitAsync("rooms", names)</c> with a <c>string[]</c> means one argument, as in JavaScript. Without an overload for arrays the language
/// would spread it, because arrays of reference types convert to <c>object[]</c>.
/// </remarks>
internal static class ArgumentList
{
    public static object?[] Of(Array? argument)
        => argument is not null && argument.GetType() == typeof(object[]) ? (object?[])argument : [argument];
}
