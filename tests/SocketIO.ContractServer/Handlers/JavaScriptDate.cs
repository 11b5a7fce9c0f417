using System.Globalization;

namespace SocketIO.ContractServer;

/// <summary>Writes a time as JavaScript does when it is asked for text: the contract's kits know no other.</summary>
internal static class JavaScriptDate
{
    public static string Text(DateTimeOffset time)
        => time.UtcDateTime.ToString("ddd MMM dd yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " GMT+0000 (Coordinated Universal Time)";
}
