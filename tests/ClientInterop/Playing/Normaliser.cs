using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SocketIO.ClientInterop;

/// <summary>Writes lines so that two runs of the same conversation read the same.</summary>
internal static class Normaliser
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Their values are the number of an attempt or of nothing, as the client likes.
    private static readonly string[] Uncounted = ["reconnect_error", "reconnect_failed"];

    /// <summary>Writes what was told, the states asked for and the notes. Of a connection that upgrades nobody can say which transport it has when it connects.</summary>
    public static IReadOnlyList<string> Render(
        IEnumerable<Line> told, IEnumerable<Line> states, IEnumerable<string> notes, IReadOnlySet<string> forgiven, bool isUpgrading)
    {
        var lines = told.ToArray();
        var answers = states.ToArray();
        string[] text = [.. lines.Select(line => forgiven.Contains(line.On) ? $"{line.On} of {line.Socket}" : Text(line, isUpgrading)), .. answers.Select(answer => "state " + Text(answer.Json.GetProperty("state"))), .. notes.Select(note => "note " + note)];
        return WithoutIds(text, [.. lines.Select(IdOf), .. answers.Select(answer => IdOf(answer with { Json = answer.Json.GetProperty("state") }))]);
    }

    private static string Text(Line line, bool isUpgrading)
    {
        var fields = line.Json.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);

        if (Uncounted.Contains(line.On))
        {
            fields.Remove("n");
        }

        if (isUpgrading && line.On == "connect")
        {
            fields.Remove("transport");
        }

        // npm's client has an event there, with the cause as text in it; ours the response.
        if (line.Text("message") == "websocket error")
        {
            fields.Remove("description");
            fields.Remove("hasContext");
        }

        // How a parser words what it could not read is its own business.
        if (line.Text("reason") == "parse error")
        {
            fields.Remove("details");
        }

        return Written(fields);
    }

    private static string Text(JsonElement json) => Written(json.EnumerateObject().ToDictionary(field => field.Name, field => field.Value));

    private static string Written(Dictionary<string, JsonElement> fields)
    {
        using var buffer = new MemoryStream();

        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            Write(writer, fields);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    // The kind and the socket first, then the rest by name; what is null is left out.
    private static void Write(Utf8JsonWriter writer, Dictionary<string, JsonElement> fields)
    {
        writer.WriteStartObject();

        foreach (var (name, value) in fields.OrderBy(field => field.Key is "on" ? "" : field.Key is "s" ? " " : field.Key, StringComparer.Ordinal))
        {
            if (value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            writer.WritePropertyName(name);

            if (name == "details")
            {
                Write(writer, value.EnumerateObject().ToDictionary(field => field.Name, field => field.Value));
            }
            else
            {
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static string? IdOf(Line line) => line.Text("id");

    private static string[] WithoutIds(string[] text, IEnumerable<string?> ids)
    {
        var number = 0;

        foreach (var id in ids.OfType<string>().Distinct())
        {
            number++;
            text = [.. text.Select(line => line.Replace(id, $"<id {number}>", StringComparison.Ordinal))];
        }

        return text;
    }
}
