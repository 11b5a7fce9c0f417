using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SocketIO.Tests;

/// <summary>The options and what their documentation says, as docs/guide/options.md shows them.</summary>
internal static partial class OptionsReference
{
    private const string Head = """
        # Options

        Every option, as its own documentation has it; `APPROVE=1 ./test.sh Architecture` writes this page. Options are set in code,

        <!-- snippet: options/in-code -->
        ```csharp
        builder.Services.AddSocketIO(options => options.PingInterval = TimeSpan.FromSeconds(10));
        ```

        or in a configuration section named `SocketIO`, where the code has the last word:

        ```json
        {
          "SocketIO": {
            "PingInterval": "00:00:10",
            "Transports": [ "websocket" ],
            "Cors": { "Origin": [ "https://app.example.com" ], "Credentials": true },
            "ConnectionStateRecovery": true
          }
        }
        ```

        Times are written as `hh:mm:ss`. A group of options is turned on with its defaults by `true`, and off by `false`. What is code (`Adapter`, `Parser`, `AllowRequest`, `GenerateId`,
        `JsonSerializerOptions`) can only be set in code. The options of a server added by `AddSocketIO("name")` stand in `SocketIO:name`.

        All of it is judged when the application starts. A value that cannot be read or cannot work stops it, with a message that says what to change. What works but is probably a
        mistake is logged once as a warning, under `SocketIO.Server.SocketIOOptions`: a key that is no option, for example, with the option that is nearest to it.

        """;

    public static IReadOnlyList<Type> Types { get; } =
    [
        .. SourceAssemblies.All.SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal))
            .OrderBy(type => type.Name switch { "SocketIOOptions" => 0, "EngineOptions" => 1, _ => 2 })
            .ThenBy(type => type.Name, StringComparer.Ordinal),
    ];

    public static IEnumerable<PropertyInfo> Properties(Type type)
        => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(property => property.SetMethod is { IsPublic: true });

    /// <summary>What the documentation's value element says, as Markdown.</summary>
    public static string Value(PropertyInfo property) => Text(property, "value");

    public static string Page()
    {
        var page = new StringBuilder(Head);

        foreach (var type in Types.Where(type => !IsOfClient(type)))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {type.Name}\n\n");
            page.AppendJoin('\n', Table(type)).Append('\n');
        }

        return page.ToString();
    }

    public static bool IsOfClient(Type type) => type.Namespace is "SocketIO.Client";

    /// <summary>A row for each option of a type.</summary>
    public static IEnumerable<string> Table(Type type)
    {
        yield return "| option | says | default |";
        yield return "| --- | --- | --- |";

        foreach (var property in Properties(type))
        {
            var says = Text(property, "summary").Replace("Gets or sets ", string.Empty, StringComparison.Ordinal)
                .Replace("a value indicating whether ", "whether ", StringComparison.Ordinal);
            var value = Value(property).Replace("The default is ", string.Empty, StringComparison.Ordinal);
            yield return $"| `{property.Name}` | {Capital(says)} | {Capital(value)} |";
        }
    }

    private static string Text(PropertyInfo property, string element)
    {
        var id = $"P:{property.DeclaringType!.FullName}.{property.Name}";
        var file = Path.ChangeExtension(property.DeclaringType.Assembly.Location, ".xml");
        var member = XDocument.Load(file).Descendants("member").SingleOrDefault(candidate => candidate.Attribute("name")!.Value == id);
        return member?.Element(element) is { } found ? Blanks().Replace(string.Concat(found.Nodes().Select(Markdown)), " ").Trim() : string.Empty;
    }

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value.Replace("|", "\\|", StringComparison.Ordinal),
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "paramref" or "typeparamref" } name => $"`{name.Attribute("name")!.Value}`",
        XElement { Name.LocalName: "see" or "seealso" } see => $"`{see.Attribute("langword")?.Value ?? ShortName(see.Attribute("cref")!.Value)}`",
        XElement other => string.Concat(other.Nodes().Select(Markdown)),
        _ => string.Empty,
    };

    // Members of another type keep its name, so that CorsOrigin.Any does not become Any; options are told by their own name.
    private static string ShortName(string cref)
    {
        if (cref[0] == 'N')
        {
            return cref[2..];
        }

        var parts = cref[2..].Split('(')[0].Split('.');
        return cref[0] == 'T' || parts[^2].EndsWith("Options", StringComparison.Ordinal) ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
