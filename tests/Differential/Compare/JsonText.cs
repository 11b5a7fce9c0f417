using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SocketIO.Differential;

/// <summary>Puts the JSON at the end of a packet into a form in which what the protocol leaves open makes no difference.</summary>
internal static class JsonText
{
    /// <summary>The packet with lists sorted whose order only random ids decide. Everything else stays as it was written.</summary>
    public static string Ordered(string line) => Rewritten(line, (element, text) => Write(element, text, e => e.GetRawText(), keysAsInJavaScript: false));

    /// <summary>The packet as JavaScript would write it after having read it.</summary>
    public static string AsInJavaScript(string line) => Rewritten(line, (element, text) => Write(element, text, Scalar, keysAsInJavaScript: true));

    private static string Rewritten(string line, Action<JsonElement, StringBuilder> write)
    {
        var start = line.IndexOfAny(['[', '{', '"']);

        // Attachments follow behind the JSON.
        var end = line.IndexOf(" + b", StringComparison.Ordinal);
        end = end < 0 ? line.Length : end;

        if (start < 0 || start >= end)
        {
            return line;
        }

        // Names of what was hidden are no JSON of their own: they stand within strings, or outside of the payload.
        for (; start >= 0 && start < end; start = line.IndexOfAny(['[', '{', '"'], start + 1))
        {
            try
            {
                using var json = JsonDocument.Parse(line[start..end], new JsonDocumentOptions { MaxDepth = 1000 });
                var text = new StringBuilder(line[..start]);
                write(json.RootElement, text);
                return text.Append(line[end..]).ToString();
            }
            catch (JsonException)
            {
                // Not here.
            }
        }

        return line;
    }

    private static void Write(JsonElement element, StringBuilder text, Func<JsonElement, string> scalar, bool keysAsInJavaScript)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                var items = element.EnumerateArray().Select(item =>
                {
                    var own = new StringBuilder();
                    Write(item, own, scalar, keysAsInJavaScript);
                    return own.ToString();
                }).ToArray();

                if (items.Length > 1 && items.All(IsOfIds))
                {
                    Array.Sort(items, StringComparer.Ordinal);
                }

                text.Append('[').AppendJoin(',', items).Append(']');
                break;

            case JsonValueKind.Object:
                text.Append('{');
                var separator = "";

                foreach (var (name, value) in keysAsInJavaScript ? InJavaScript(element) : AsWritten(element))
                {
                    text.Append(separator).Append(name).Append(':');
                    separator = ",";

                    if (name == "\"headers\"" && value.ValueKind == JsonValueKind.Object)
                    {
                        text.Append('{').AppendJoin(',', value.EnumerateObject().Select(p => p.ToString()).Order(StringComparer.Ordinal)).Append('}');
                        continue;
                    }

                    if (name == "\"responses\"" && value.ValueKind == JsonValueKind.Array)
                    {
                        // In the order in which the clients' answers arrived.
                        text.Append('[').AppendJoin(',', value.EnumerateArray().Select(v => v.GetRawText()).Order(StringComparer.Ordinal)).Append(']');
                    }
                    else
                    {
                        Write(value, text, scalar, keysAsInJavaScript);
                    }
                }

                text.Append('}');
                break;

            default:
                text.Append(scalar(element));
                break;
        }
    }

    private static bool IsOfIds(string item)
        => item.StartsWith('"') || item.StartsWith("{\"id\":\"{id:", StringComparison.Ordinal);

    private static IEnumerable<(string Name, JsonElement Value)> AsWritten(JsonElement element)
        => element.EnumerateObject().Select(p => (RawName(p), p.Value));

    // Whole numbers first, in their order, then the others as they appeared; the last value of a name that is there twice.
    private static IEnumerable<(string Name, JsonElement Value)> InJavaScript(JsonElement element)
    {
        var names = new List<string>();
        var values = new Dictionary<string, JsonElement>();

        foreach (var property in element.EnumerateObject())
        {
            var name = Name(property);

            if (!values.ContainsKey(name))
            {
                names.Add(name);
            }

            values[name] = property.Value;
        }

        return names.Where(IsIndex).OrderBy(n => uint.Parse(n, CultureInfo.InvariantCulture)).Concat(names.Where(n => !IsIndex(n))).Select(n => (Quoted(n), values[n]));
    }

    private static bool IsIndex(string name)
        => uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value != uint.MaxValue && name == value.ToString(CultureInfo.InvariantCulture);

    private static string RawName(JsonProperty property)
    {
        var text = property.ToString();
        return text[..(text.Length - property.Value.GetRawText().Length)].TrimEnd(':', ' ');
    }

    private static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return RawName(property);
        }
    }

    private static string Scalar(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Number:
                var number = element.GetDouble();
                return double.IsFinite(number) ? (number == 0 ? "0" : number.ToString("R", CultureInfo.InvariantCulture)) : "null";

            case JsonValueKind.String:
                try
                {
                    return Quoted(element.GetString()!);
                }
                catch (InvalidOperationException)
                {
                    return element.GetRawText();
                }

            default:
                return element.GetRawText();
        }
    }

    private static string Quoted(string text) => $"\"{text}\"";
}
