namespace SocketIO.Polyfills;

/// <summary>A set of bytes, or of ASCII characters, as a table.</summary>
internal sealed class SearchValues<T>
{
    public bool[] IsMember { get; } = new bool[256];
}
