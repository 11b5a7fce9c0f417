namespace SocketIO.Polyfills;

/// <summary>A view of a list, which here is a copy: it may only be read.</summary>
internal static class CollectionsMarshal
{
    public static ReadOnlySpan<T> AsSpan<T>(List<T> list) => list.ToArray();
}
