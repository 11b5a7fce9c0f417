namespace SocketIO.Client;

/// <summary>
/// What is in a tuple, where nothing is common to all of them.
/// </summary>
internal static class TupleItems
{
    private const int InOneTuple = 7;

    /// <summary>Gets the items of a tuple in order; <see langword="null"/> for whatever is no tuple.</summary>
    public static object?[]? TryGet(object? value)
    {
        if (value is null || !IsTuple(value.GetType()))
        {
            return null;
        }

        var items = new List<object?>();
        AddItems(items, value);
        return [.. items];
    }

    private static bool IsTuple(Type type)
        => type.FullName is "System.ValueTuple"
            || (type.IsGenericType && type.Namespace is "System" && (type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal) || type.Name.StartsWith("Tuple`", StringComparison.Ordinal)));

    // The eighth of a tuple is another tuple, with the rest.
    private static void AddItems(List<object?> items, object tuple)
    {
        var count = tuple.GetType().GetGenericArguments().Length;

        for (var i = 1; i <= Math.Min(count, InOneTuple); i++)
        {
            items.Add(Read(tuple, $"Item{i}"));
        }

        if (count > InOneTuple)
        {
            AddItems(items, Read(tuple, "Rest")!);
        }
    }

    // Fields where it is a structure, properties where it is a class.
    private static object? Read(object tuple, string name)
        => tuple.GetType().GetField(name) is { } field ? field.GetValue(tuple) : tuple.GetType().GetProperty(name)!.GetValue(tuple);
}
