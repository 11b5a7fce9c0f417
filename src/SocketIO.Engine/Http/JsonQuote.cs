using System.Globalization;
using System.Text;

namespace SocketIO.Engine;

/// <summary>Writes a text as a JSON string exactly as <c>JSON.stringify</c> does, for the bodies of refusals.</summary>
internal static class JsonQuote
{
    public static string Quote(string text)
    {
        var json = new StringBuilder(text.Length + 2).Append('"');

        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                json.Append(text, i++, 2);
            }
            else
            {
                Append(json, text[i]);
            }
        }

        return json.Append('"').ToString();
    }

    private static void Append(StringBuilder json, char c)
    {
        switch (c)
        {
            case '"' or '\\':
                json.Append('\\').Append(c);
                break;
            case '\b':
                json.Append("\\b");
                break;
            case '\t':
                json.Append("\\t");
                break;
            case '\n':
                json.Append("\\n");
                break;
            case '\f':
                json.Append("\\f");
                break;
            case '\r':
                json.Append("\\r");
                break;
            case < ' ':
            case >= '\ud800' and <= '\udfff':
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                break;
            default:
                json.Append(c);
                break;
        }
    }
}
