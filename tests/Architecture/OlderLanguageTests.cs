using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SocketIO.Client;

namespace SocketIO.Tests;

/// <summary>
/// A client is called from C# of any age: .NET Framework comes with 7.3, Unity with 9, .NET 8 with 12. Before 13 <see langword="params"/> are arrays only.
/// </summary>
public sealed class OlderLanguageTests
{
    private const string Program = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using SocketIO.Client;
        using SocketIO.Protocol;

        static class Program
        {
            static async Task Main()
            {
                var client = new SocketIOClient("http://localhost", options => { options.ForceNew = true; });
                client.On("question", (int n) => (n, "two"));
                client.On("question", async (string text, int n) => await Task.FromResult(text + n));
                client.On("raw", received => received.Acknowledge(1, "two"));
                client.On("raw", received => received.Acknowledge());
                client.On("raw", received => received.Acknowledge(new object[] { 1 }));
                await client.ConnectAsync();
                await client.EmitAsync("none");
                await client.EmitAsync("one", 1);
                await client.EmitAsync("nothing", null);
                await client.EmitAsync("three", 1, "two", null);
                await client.EmitAsync("array", new[] { 1, 2, 3 });
                await client.EmitAsync("array", new[] { "a", "b" });
                await client.EmitAsync("several", new object[] { 1, "two" });
                await client.SendAsync();
                await client.SendAsync("text", 1);
                await client.Volatile.EmitAsync("two", 1, 2);
                var first = await client.EmitWithAckAsync<int>("ask");
                var second = await client.EmitWithAckAsync<string>("ask", first, CancellationToken.None);
                var all = await client.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<EventArguments>("ask", second, new { first });
                client.EmitWithCallback("ask", (EventArguments answer) => Console.WriteLine(answer.Count));
                client.EmitWithCallback("ask", (error, answer) => Console.WriteLine(error), 1, "two");
                client.Compress(false).EmitWithCallback("ask", (error, answer) => Console.WriteLine(all), 1);
                await client.DisposeAsync();
            }
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    public void A_program_compiles(LanguageVersion version)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal));
        string[] own = [typeof(SocketIOClient).Assembly.Location, typeof(Protocol.EventArguments).Assembly.Location, typeof(Microsoft.Extensions.Logging.ILogger).Assembly.Location];
        var compilation = CSharpCompilation.Create(
            "Older",
            [CSharpSyntaxTree.ParseText(Program, new CSharpParseOptions(version))],
            [.. platform.Concat(own).Distinct().Select(path => MetadataReference.CreateFromFile(path))]);

        Assert.Empty(compilation.GetDiagnostics().Where(found => found.Severity is DiagnosticSeverity.Error));
    }
}
