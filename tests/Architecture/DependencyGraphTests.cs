using System.Reflection;
using System.Xml.Linq;

namespace SocketIO.Tests;

/// <summary>Who may know whom: docs/architecture.md draws it.</summary>
public sealed class DependencyGraphTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["SocketIO.Protocol"] = [],
        ["SocketIO.Engine"] = ["SocketIO.Protocol"],
        ["SocketIO.Adapters"] = ["SocketIO.Protocol"],
        ["SocketIO.Adapters.Redis"] = ["SocketIO.Adapters", "SocketIO.Protocol.MessagePack"],
        ["SocketIO.Adapters.Postgres"] = ["SocketIO.Adapters", "SocketIO.Protocol.MessagePack"],
        ["SocketIO.Adapters.Specification"] = ["SocketIO.Adapters"],
        ["SocketIO.Server"] = ["SocketIO.Engine", "SocketIO.Adapters"],
        ["SocketIO.Protocol.MessagePack"] = ["SocketIO.Protocol", "SocketIO.Adapters"],
        ["SocketIO.Client"] = ["SocketIO.Protocol"],
    };

    // What a package may use besides the base class library; System.Text.Json is part of it in .NET 10, but a package for older targets.
    private static readonly Dictionary<string, Func<string, bool>> AllowedLibraries = new()
    {
        ["SocketIO.Protocol"] = name => name is "System.Text.Json",
        ["SocketIO.Adapters.Redis"] = name => name is "StackExchange.Redis" || name.EndsWith(".Abstractions", StringComparison.Ordinal),
        ["SocketIO.Adapters.Postgres"] = name => name is "Npgsql" || name.EndsWith(".Abstractions", StringComparison.Ordinal),
        ["SocketIO.Adapters.Specification"] = name => name.StartsWith("xunit.v3.", StringComparison.Ordinal),
        ["SocketIO.Adapters"] = name => name.EndsWith(".Abstractions", StringComparison.Ordinal),
        ["SocketIO.Protocol.MessagePack"] = name => name is "Microsoft.Extensions.DependencyInjection.Abstractions",

        // Besides the logger, only what .NET 10 has in its base class library.
        ["SocketIO.Client"] = name => name is "Microsoft.Extensions.Logging.Abstractions" or "Microsoft.Bcl.TimeProvider" or "System.Threading.Channels" or "Microsoft.Bcl.AsyncInterfaces",

        ["SocketIO.Engine"] = name => name.StartsWith("Microsoft.", StringComparison.Ordinal),
        ["SocketIO.Server"] = name => name.StartsWith("Microsoft.", StringComparison.Ordinal),
    };

    [Fact]
    public void Every_project_has_a_place_in_the_graph()
        => Assert.Equal(Allowed.Keys.Order(), Repository.SourceProjects().Keys.Order());

    [Fact]
    public void Project_references_follow_the_graph()
        => Assert.All(Repository.SourceProjects(), project => Assert.Subset(Allowed[project.Key].ToHashSet(), project.Value.ToHashSet()));

    [Fact]
    public void Compiled_references_follow_the_graph()
        => Assert.All(SourceAssemblies.All, assembly =>
        {
            var used = ReferencedNames(assembly).Where(name => name.StartsWith("SocketIO.", StringComparison.Ordinal));
            Assert.Subset(Reachable(assembly.GetName().Name!), used.ToHashSet());
        });

    [Fact]
    public void Packages_use_only_the_libraries_of_their_layer()
        => Assert.All(SourceAssemblies.All, assembly =>
        {
            var allowed = AllowedLibraries[assembly.GetName().Name!];
            Assert.DoesNotContain(ReferencedNames(assembly), name => !IsOursOrBaseLibrary(name) && !allowed(name));
        });

    [Fact]
    public void Packages_ask_for_no_package_outside_their_layer()
        => Assert.All(Repository.Files("src", "*.csproj"), file =>
        {
            var allowed = AllowedLibraries[Path.GetFileNameWithoutExtension(file)];
            var asked = XDocument.Load(Repository.PathTo(file)).Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value);
            Assert.DoesNotContain(asked, name => !allowed(name));
        });

    [Fact]
    public void A_session_has_never_heard_of_http()
    {
        string[] folders = ["src/SocketIO.Engine/Sessions", "src/SocketIO.Engine/Heartbeat"];
        var files = folders.SelectMany(folder => Repository.Files(folder, "*.cs")).ToArray();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => Repository.Parse(file).DescendantTokens().Any(token => token.ValueText is "HttpContext" or "HttpRequest" or "HttpResponse"));
    }

    [Fact]
    public void A_project_is_one_namespace_and_extension_methods_live_where_they_are_found()
    {
        string[] found = ["Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.Extensions.DependencyInjection"];

        Assert.All(SourceAssemblies.All, assembly =>
        {
            var own = assembly.GetName().Name!;
            Assert.All(SourceAssemblies.WrittenTypes(assembly), type => Assert.True(
                type.Namespace == own || (found.Contains(type.Namespace) && type is { IsAbstract: true, IsSealed: true }),
                $"{type.FullName} is in the namespace {type.Namespace}: expected {own}."));
        });
    }

    [Fact]
    public void No_type_bears_the_name_of_a_namespace()
        => Assert.All(SourceAssemblies.All, assembly =>
            Assert.DoesNotContain(SourceAssemblies.WrittenTypes(assembly), type => type.Name is "SocketIO" or "Socket" or "Engine" or "Server" or "Client" or "Protocol" or "Adapters"));

    private static HashSet<string> Reachable(string project)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(Allowed[project]);

        while (open.TryPop(out var next))
        {
            if (reached.Add(next))
            {
                Array.ForEach(Allowed[next], open.Push);
            }
        }

        return reached;
    }

    private static IEnumerable<string> ReferencedNames(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static bool IsOursOrBaseLibrary(string name)
        => name.StartsWith("SocketIO.", StringComparison.Ordinal)
        || name.StartsWith("System.", StringComparison.Ordinal)
        || name is "netstandard" or "mscorlib" or "Microsoft.Win32.Primitives";
}
