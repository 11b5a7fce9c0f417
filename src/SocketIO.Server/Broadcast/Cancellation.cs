namespace SocketIO.Server;

/// <summary>
/// Takes the cancellation token from the end of an argument list.
/// </summary>
/// <remarks>
/// A method that takes any arguments cannot have a token after them, and a token is nothing that could be sent: one in last place is
/// meant for the call.
/// </remarks>
internal static class Cancellation
{
    public static CancellationToken TakeFrom(ref ReadOnlySpan<object?> arguments)
    {
        if (arguments is [.., CancellationToken token])
        {
            arguments = arguments[..^1];
            return token;
        }

        return CancellationToken.None;
    }
}
