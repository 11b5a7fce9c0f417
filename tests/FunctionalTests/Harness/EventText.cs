using System.Text;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.FunctionalTests;

/// <summary>Writes a received event as text: its name, then its arguments as JSON with bytes as <c>&lt;HEX&gt;</c>.</summary>
internal static class EventText
{
    public static string Of(string name, EventArguments arguments)
    {
        var text = new StringBuilder(name).Append(" [");

        for (var i = 0; i < arguments.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            Append(text, arguments[i], arguments[i].GetJson());
        }

        return text.Append(']').ToString();
    }

    // Two levels are walked, which is where the tests put their placeholders; everything below is as it came.
    private static void Append(StringBuilder text, EventArgument argument, JsonElement value)
    {
        if (argument.TryGetBytes(value, out var bytes))
        {
            text.Append('<').Append(Convert.ToHexString(bytes.Span)).Append('>');
        }
        else if (value.ValueKind is JsonValueKind.Object && value.EnumerateObject().Any(p => argument.TryGetBytes(p.Value, out _)))
        {
            text.Append('{');

            foreach (var property in value.EnumerateObject())
            {
                text.Append(text[^1] == '{' ? "" : ",").Append('"').Append(property.Name).Append("\":");
                Append(text, argument, property.Value);
            }

            text.Append('}');
        }
        else
        {
            text.Append(value.GetRawText());
        }
    }
}
