using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SocketIO.Tests;

/// <summary>The C# in the pages compiles against these packages.</summary>
public sealed partial class SnippetTests
{
    // What the snippets take for granted. A snippet that declares one of these names itself hides it.
    private const string Known = """
        global using System;
        global using System.IO;
        global using System.Linq;
        global using System.Net;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.HttpOverrides;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Logging;
        global using SocketIO.Engine;
        global using SocketIO.Server;
        global using static Known;

        internal static class Known
        {
            public static WebApplicationBuilder builder = null!;
            public static WebApplication app = null!;
            public static SocketIOServer io = null!;
            public static ServerSocket socket = null!;
            public static SocketIOOptions options = null!;
            public static object item = null!;
            public static byte[] bytes = [];

            public static bool IsKnown(object auth) => true;
        }

        internal sealed record Order(int Item);

        internal sealed class OrderService
        {
            public Task<string> PlaceAsync(Order order, object user, CancellationToken cancellationToken) => Task.FromResult("");
        }
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static TheoryData<string> Pages => [.. DocumentationTests.Pages.Where(page => CSharp().IsMatch(Repository.Read(page)))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_code_of_a_page_compiles(string page)
    {
        var wrong = from Match block in CSharp().Matches(Repository.Read(page))
                    from error in Compile(block.Groups[1].Value)
                    select $"{error} in\n{block.Groups[1].Value}";

        Assert.Empty(wrong);
    }

    private static IEnumerable<string> Compile(string snippet)
    {
        var syntax = new CSharpParseOptions(LanguageVersion.Preview);

        // An awaited call at the end makes each a program, whatever it consists of.
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(Known, syntax), CSharpSyntaxTree.ParseText($"{snippet}\nawait Task.CompletedTask;", syntax)],
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        return compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
