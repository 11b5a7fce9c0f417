using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

/// <summary>Adds to the <c>Vary</c> header, which other parts of the application may have set already.</summary>
internal static class VaryHeader
{
    public static void Append(IHeaderDictionary headers, string field)
    {
        var present = headers.Vary.ToString();

        foreach (var range in present.AsSpan().Split(','))
        {
            var name = present.AsSpan()[range].Trim();

            if (name is "*" || name.Equals(field, StringComparison.OrdinalIgnoreCase))
            {
                return;
            }
        }

        headers.Vary = present.Length == 0 ? field : $"{present}, {field}";
    }
}
