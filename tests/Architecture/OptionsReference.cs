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

        or in a configuration section named `SocketIO`, times as `hh:mm:ss`:

        ```json
        { "SocketIO": { "PingInterval": "00:00:10", "MaxHttpBufferSize": 5000000 } }
        ```

        They are judged when the application starts. A value that cannot work stops it, with a message that says what to change.

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

        foreach (var type in Types)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {type.Name}\n\n| option | says | default |\n| --- | --- | --- |\n");

            foreach (var property in Properties(type))
            {
                var says = Text(property, "summary").Replace("Gets or sets ", string.Empty, StringComparison.Ordinal)
                    .Replace("a value indicating whether ", "whether ", StringComparison.Ordinal);
                var value = Value(property).Replace("The default is ", string.Empty, StringComparison.Ordinal);
                page.Append(CultureInfo.InvariantCulture, $"| `{property.Name}` | {Capital(says)} | {Capital(value)} |\n");
            }
        }

        return page.ToString();
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
