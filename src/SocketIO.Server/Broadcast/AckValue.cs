using System.Diagnostics.CodeAnalysis;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// Reads what was acknowledged as the type that the caller asked for: the first argument, or all of them.
/// </summary>
internal static class AckValue
{
    public static bool TryRead<T>(EventArguments arguments, [MaybeNull] out T value)
    {
        if (typeof(T) == typeof(EventArguments))
        {
            value = (T)(object)arguments;
            return true;
        }

        // An acknowledgement without arguments is JavaScript's undefined; of an argument as it came, that is the default.
        if (arguments.Count == 0 && (default(T) is null || typeof(T) == typeof(EventArgument)))
        {
            value = default;
            return true;
        }

        return arguments.TryGet(0, out value);
    }
}
