using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketIO.Tests;

/// <summary>How the packages log, and what they must never log.</summary>
public sealed partial class LoggingTests
{
    // The Engine.IO sid is a bearer token, and a recovery pid is one too.
    private static readonly string[] Secrets = ["sid", "sessionid", "pid"];

    // What peers send belongs to the application's users: Trace only.
    private static readonly string[] Private = ["payload", "data", "body", "auth", "cookie", "cookies", "headers", "query", "url", "token", "argument", "arguments", "packet", "frame"];

    [Fact]
    public void Log_methods_live_in_a_private_nested_class_in_a_file_of_their_own()
        => Assert.Empty(LogMethods()
            .Where(method => !IsPrivateLog(method.Syntax.Parent) || !method.File.EndsWith(".Log.cs", StringComparison.Ordinal))
            .Select(method => method.ToString()));

    [Fact]
    public void Event_ids_are_unique_in_their_category()
        => Assert.Empty(LogMethods()
            .GroupBy(method => (method.Category, method.Id))
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key.Category}: id {group.Key.Id} is used by {string.Join(", ", group.Select(method => method.Name))}"));

    [Fact]
    public void Events_have_names_that_are_unique_in_their_category()
    {
        var methods = LogMethods().ToArray();
        Assert.DoesNotContain(methods, method => string.IsNullOrEmpty(method.EventName));
        Assert.Empty(methods.GroupBy(method => (method.Category, method.EventName)).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void Secrets_are_never_logged()
        => Assert.Empty(LogMethods().Where(method => method.Words.Any(word => Secrets.Contains(word))).Select(method => method.ToString()));

    [Fact]
    public void What_peers_send_is_logged_at_trace_only()
        => Assert.Empty(LogMethods()
            .Where(method => method.Level != "Trace" && method.Words.Any(word => Private.Contains(word)))
            .Select(method => method.ToString()));

    [Fact]
    public void Nothing_is_logged_past_the_generated_methods()
    {
        var direct = Repository.Files("src", "*.cs").SelectMany(file => Repository.Parse(file).DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Select(call => (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText)
            .Where(name => name is "LogTrace" or "LogDebug" or "LogInformation" or "LogWarning" or "LogError" or "LogCritical" or "Log")
            .Select(name => $"{file}: {name}"));

        Assert.Empty(direct);
    }

    private static IEnumerable<LogMethod> LogMethods()
        => from file in Repository.Files("src", "*.cs")
           from method in Repository.Parse(file).DescendantNodes().OfType<MethodDeclarationSyntax>()
           from attribute in method.AttributeLists.SelectMany(list => list.Attributes)
           where attribute.Name.ToString() is "LoggerMessage"
           select LogMethod.From(file, method, attribute);

    private static bool IsPrivateLog(SyntaxNode? parent)
        => parent is ClassDeclarationSyntax { Identifier.ValueText: "Log", Parent: TypeDeclarationSyntax } log
        && log.Modifiers.Any(SyntaxKind.PrivateKeyword) && log.Modifiers.Any(SyntaxKind.StaticKeyword);

    private sealed record LogMethod(string File, string Category, string Name, string Id, string Level, string? EventName, string[] Words, MethodDeclarationSyntax Syntax)
    {
        public static LogMethod From(string file, MethodDeclarationSyntax method, AttributeSyntax attribute)
        {
            var arguments = attribute.ArgumentList!.Arguments;
            string? Argument(string name, int position) => (arguments.FirstOrDefault(a => (a.NameEquals?.Name ?? a.NameColon?.Name)?.Identifier.ValueText == name)
                ?? arguments.Where(a => a.NameEquals is null && a.NameColon is null).ElementAtOrDefault(position))?.Expression.ToString();

            var message = Argument("Message", 2) ?? string.Empty;
            var words = Placeholder().Matches(message).Select(match => match.Groups[1].Value)
                .Concat(method.ParameterList.Parameters.Select(parameter => parameter.Identifier.ValueText))
                .Select(word => word.ToLowerInvariant());

            return new LogMethod(
                file,
                $"{file.Split('/')[1]}.{method.Ancestors().OfType<TypeDeclarationSyntax>().Last().Identifier.ValueText}",
                method.Identifier.ValueText,
                Argument("EventId", 0) ?? string.Empty,
                (Argument("Level", 1) ?? string.Empty).Replace("LogLevel.", string.Empty, StringComparison.Ordinal),
                arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == "EventName")?.Expression switch
                {
                    LiteralExpressionSyntax literal => literal.Token.ValueText,
                    InvocationExpressionSyntax { ArgumentList.Arguments: [var named] } => named.ToString(),
                    _ => null,
                },
                [.. words],
                method);
        }

        public override string ToString() => $"{File}: {Category}.Log.{Name}";
    }

    [GeneratedRegex(@"\{@?(\w+)")]
    private static partial Regex Placeholder();
}
