using System.Runtime.CompilerServices;

namespace SocketIO.Client;

/// <summary>
/// What is in a tuple.
/// </summary>
internal static class TupleItems
{
    /// <summary>Gets the items of a tuple in order; <see langword="null"/> for whatever is no tuple.</summary>
    public static object?[]? TryGet(object? value)
    {
        if (value is not ITuple tuple)
        {
            return null;
        }

        var items = new object?[tuple.Length];

        for (var i = 0; i < items.Length; i++)
        {
            items[i] = tuple[i];
        }

        return items;
    }
}
