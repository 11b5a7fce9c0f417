namespace SocketIO.Client;

/// <summary>
/// Tells an array that is one argument from an array that holds the arguments.
/// </summary>
internal static class ArgumentList
{
    public static object?[] Of(Array? argument)
        => argument is not null && argument.GetType() == typeof(object[]) ? (object?[])argument : [argument];
}
