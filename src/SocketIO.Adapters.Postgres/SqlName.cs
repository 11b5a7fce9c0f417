using System.Text.RegularExpressions;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Names in SQL. Those of tables come from the application and stand in statements as they are, like in JavaScript.
/// </summary>
internal static partial class SqlName
{
    public static bool IsTable(string? name) => name is not null && Table().IsMatch(name);

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex("""^([\p{L}_][\p{L}\p{N}_$]*|"([^"\0]|"")+")(\.([\p{L}_][\p{L}\p{N}_$]*|"([^"\0]|"")+"))?\z""")]
    private static partial Regex Table();
}
