namespace SocketIO.Client;

/// <summary>
/// Tells an array that is one argument from an array that holds the arguments.
/// </summary>
internal static class ArgumentList
{
    public static object?[] Of(Array? argument)
        => argument is not null && argument.GetType() == typeof(object[]) ? (object?[])argument : [argument];

    // Compilers pass a null that is an only argument as the array itself.
    public static object?[] OfAll(object?[]? arguments) => arguments ?? [null];
}
