using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// What is asked about a stream.
/// </summary>
internal static class StreamCommands
{
    /// <summary>Finds the id of the last entry that was ever appended.</summary>
    /// <returns><see langword="null"/> if there is no stream.</returns>
    public static async Task<StreamId?> FindLastIdAsync(IDatabase database, string stream)
        => await InfoAsync(database, stream).ConfigureAwait(false) is { } info && StreamId.TryParse((string?)Find(info, "last-generated-id"), out var id) ? id : null;

    /// <summary>Finds out whether a stream still has all that was ever appended to it. Redis before 7 does not tell, but it is so while the stream is short.</summary>
    public static async Task<bool> IsCompleteAsync(IDatabase database, string stream, int maxLength)
    {
        if (await InfoAsync(database, stream).ConfigureAwait(false) is not { } info)
        {
            return true;
        }

        var length = (long)Find(info, "length")!;
        return Find(info, "entries-added") is { } added ? (long)added == length : length < maxLength;
    }

    private static async Task<RedisResult[]?> InfoAsync(IDatabase database, string stream)
    {
        try
        {
            return (RedisResult[]?)await database.ExecuteAsync("XINFO", "STREAM", (RedisKey)stream).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Message.Contains("no such key", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
    }

    private static RedisResult? Find(RedisResult[] pairs, string name)
    {
        for (var i = 0; i + 1 < pairs.Length; i += 2)
        {
            if ((string?)pairs[i] == name)
            {
                return pairs[i + 1];
            }
        }

        return null;
    }
}
