using System.Globalization;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Which namespace is in which stream. The names are shared with JavaScript, and so is the choice.
/// </summary>
internal static class StreamNames
{
    /// <summary>Gets the stream that a namespace is written to.</summary>
    public static string Of(string ns, RedisStreamsAdapterOptions options)
        => options.StreamCount == 1 ? options.StreamName : Name(options, Math.Abs(Remainder(ns, options)));

    /// <summary>
    /// Gets the stream that JavaScript servers write a namespace to, if it is another: the remainder of a negative hash is negative to them, and names a
    /// stream that they never read. They read ours, as they read all others whatever the namespace.
    /// </summary>
    public static string? OfJavaScript(string ns, RedisStreamsAdapterOptions options)
        => options.StreamCount > 1 && Remainder(ns, options) is < 0 and var remainder ? Name(options, remainder) : null;

    /// <summary>The hash of a text in Java.</summary>
    internal static int Hash(string text)
    {
        var hash = 0;

        foreach (var unit in text)
        {
            hash = unchecked((hash * 31) + unit);
        }

        return hash;
    }

    private static int Remainder(string ns, RedisStreamsAdapterOptions options) => Hash(ns) % options.StreamCount;

    private static string Name(RedisStreamsAdapterOptions options, int number) => string.Create(CultureInfo.InvariantCulture, $"{options.StreamName}-{number}");
}
