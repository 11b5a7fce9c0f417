using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketIO.Tests;

/// <summary>Sizes and shapes of source files.</summary>
public sealed partial class SourceFileTests
{
    private const int MaxLines = 400;
    private const int TypicalLines = 200;

    // A type that is never read without its neighbour, such as an enum beside its struct, may share the neighbour's file.
    private const int MaxSatelliteLines = 30;

    public static TheoryData<string> Folders => ["src", "tests", "samples", "bench"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_file_is_long(string folder)
        => Assert.DoesNotContain(Repository.Files(folder, "*.cs").Select(Sized), file => file.Lines > MaxLines);

    [Theory]
    [InlineData("src")]
    [InlineData("src", "tests", "samples", "bench")]
    public void Nine_files_in_ten_are_short(params string[] folders)
    {
        var files = folders.SelectMany(folder => Repository.Files(folder, "*.cs")).Select(Sized).ToArray();
        var lengthy = files.Where(file => file.Lines >= TypicalLines).OrderByDescending(file => file.Lines).ToArray();

        Assert.True(lengthy.Length * 10 <= files.Length, $"{lengthy.Length} of {files.Length} files have {TypicalLines} lines or more: {string.Join(", ", lengthy)}");
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_file_holds_one_type_and_bears_its_name(string folder)
    {
        var wrong = new List<string>();

        foreach (var file in Repository.Files(folder, "*.cs"))
        {
            var unit = Repository.Parse(file);

            // Top-level statements are the file's subject; the records they use may follow.
            if (unit.Members.OfType<GlobalStatementSyntax>().Any())
            {
                continue;
            }

            var name = Path.GetFileNameWithoutExtension(file).Split('.')[0];
            var types = unit.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
                .ToArray();

            if (types.Length > 0 && !types.Any(type => NameOf(type) == name))
            {
                wrong.Add($"{file}: no type named {name}, but {string.Join(", ", types.Select(NameOf))}");
            }

            wrong.AddRange(types
                .Where(type => NameOf(type) != name && LinesOf(type) > MaxSatelliteLines)
                .Select(type => $"{file}: {NameOf(type)} has {LinesOf(type)} lines and deserves a file"));
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void There_are_no_regions_and_nothing_is_left_to_do(string folder)
    {
        var wrong = Repository.Files(folder, "*.cs")
            .SelectMany(file => Repository.Parse(file).DescendantTrivia(descendIntoTrivia: true).Select(trivia => (file, trivia)))
            .Where(found => found.trivia.IsKind(SyntaxKind.RegionDirectiveTrivia) || (IsComment(found.trivia) && Unfinished().IsMatch(found.trivia.ToString())))
            .Select(found => $"{found.file}:{found.trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {found.trivia.ToString().Trim()}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_type_has_at_most_six_concerns()
    {
        // The main file and the log messages are not counted: Type.cs holds fields, construction and life, Type.Log.cs texts.
        var crowded = Repository.Files("src", "*.cs")
            .Select(file => (Folder: Path.GetDirectoryName(file), Parts: Path.GetFileName(file).Split('.')))
            .Where(file => file.Parts.Length == 3 && file.Parts[1] != "Log")
            .GroupBy(file => $"{file.Folder}/{file.Parts[0]}")
            .Where(concerns => concerns.Count() > 6)
            .Select(concerns => $"{concerns.Key}: {concerns.Count()}");

        Assert.Empty(crowded);
    }

    private static (string File, int Lines) Sized(string file) => (file, File.ReadLines(Repository.PathTo(file)).Count());

    private static string NameOf(SyntaxNode type) => type switch
    {
        BaseTypeDeclarationSyntax declared => declared.Identifier.ValueText,
        DelegateDeclarationSyntax declared => declared.Identifier.ValueText,
        _ => throw new ArgumentException(type.Kind().ToString(), nameof(type)),
    };

    private static int LinesOf(SyntaxNode type)
    {
        var span = type.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static bool IsComment(SyntaxTrivia trivia)
        => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Unfinished();
}
