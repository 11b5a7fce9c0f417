using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Reads URLs such as <c>redis://user:password@host:6379/0</c>, which StackExchange.Redis does not know and everybody else does.
/// </summary>
internal static class RedisUrl
{
    private const int DefaultPort = 6379;

    public static bool TryParse(string text, [NotNullWhen(true)] out ConfigurationOptions? options)
    {
        options = null;

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("redis" or "rediss"))
        {
            return false;
        }

        options = new ConfigurationOptions { Ssl = url.Scheme is "rediss" };
        options.EndPoints.Add(url.Host, url.Port > 0 ? url.Port : DefaultPort);

        // Redis 5 knows no users; neither does this library's oldest version. A name is left to newer ones, by their own options.
        var separator = url.UserInfo.IndexOf(':', StringComparison.Ordinal);

        if (separator >= 0)
        {
            options.Password = Uri.UnescapeDataString(url.UserInfo[(separator + 1)..]);
        }

        if (int.TryParse(url.AbsolutePath.TrimStart('/'), System.Globalization.CultureInfo.InvariantCulture, out var database))
        {
            options.DefaultDatabase = database;
        }

        return true;
    }
}
