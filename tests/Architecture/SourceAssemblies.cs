using System.Reflection;
using System.Runtime.CompilerServices;

namespace SocketIO.Tests;

/// <summary>The built packages.</summary>
internal static class SourceAssemblies
{
    public static IReadOnlyList<Assembly> All { get; } = [.. Repository.SourceProjects().Keys.Order(StringComparer.Ordinal).Select(Assembly.Load)];

    /// <summary>The types that somebody wrote: neither the compiler's nor a source generator's.</summary>
    public static IEnumerable<Type> WrittenTypes(Assembly assembly)
        => assembly.GetTypes().Where(type => !IsGenerated(type));

    private static bool IsGenerated(Type type)
        => type.Name.Contains('<', StringComparison.Ordinal)
        || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
        || (type.Namespace ?? string.Empty).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
        || (type.Namespace ?? string.Empty).StartsWith("System.", StringComparison.Ordinal)
        || (type.DeclaringType is { } outer && IsGenerated(outer));
}
