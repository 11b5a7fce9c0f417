using System.Reflection;
using System.Runtime.CompilerServices;

namespace SocketIO.Tests;

/// <summary>Writes the public surface of an assembly as one line a member, sorted, each line understandable on its own.</summary>
internal static class ApiDump
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<string> Of(Assembly assembly)
        => [.. assembly.GetExportedTypes().SelectMany(Lines).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Lines(Type type)
    {
        yield return $"{ApiNames.Full(type)}: {Kind(type)}{Bases(type)}";

        if (type.BaseType == typeof(MulticastDelegate))
        {
            yield return $"{ApiNames.Full(type)} => {Method(type.GetMethod("Invoke")!)}";
            yield break;
        }

        foreach (var member in type.GetMembers(Declared).Where(IsVisible))
        {
            if (Line(member) is { } line)
            {
                yield return $"{ApiNames.Full(type)}.{line}";
            }
        }
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => $"enum of {ApiNames.Of(Enum.GetUnderlyingType(type))}",
        { BaseType: { } b } when b == typeof(MulticastDelegate) => "delegate",
        { IsValueType: true } => $"{(ApiNames.Has(type.CustomAttributes, nameof(IsReadOnlyAttribute)) ? "readonly " : string.Empty)}{(type.IsByRefLike ? "ref " : string.Empty)}struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Bases(Type type)
    {
        if (type.IsEnum || type.BaseType == typeof(MulticastDelegate))
        {
            return string.Empty;
        }

        var bases = type.GetInterfaces().Where(contract => contract.IsVisible).Select(ApiNames.Of).Order(StringComparer.Ordinal).ToList();

        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            bases.Insert(0, ApiNames.Of(parent));
        }

        return bases.Count == 0 ? string.Empty : $" : {string.Join(", ", bases)}";
    }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo happening => IsVisible(happening.AddMethod!),
        _ => false,
    };

    private static string? Line(MemberInfo member) => member switch
    {
        // Accessors are told by their property; what the compiler writes for records is implied by the word.
        MethodInfo { IsSpecialName: true } method when !method.Name.StartsWith("op_", StringComparison.Ordinal) => null,
        _ when member.IsDefined(typeof(CompilerGeneratedAttribute)) && member is MethodInfo => null,
        MethodInfo method => Method(method),
        ConstructorInfo constructor => $"{Modifiers(constructor)}.ctor({ApiNames.Parameters(constructor)})",
        FieldInfo { IsSpecialName: true } => null,
        FieldInfo { IsLiteral: true } constant => $"{constant.Name} = {ApiNames.Literal(constant.GetRawConstantValue())}",
        FieldInfo field => $"{Modifiers(field.IsStatic, field.IsFamily)}{(field.IsInitOnly ? "readonly " : string.Empty)}{field.Name}: {ApiNames.Of(field)}",
        PropertyInfo property => Property(property),
        EventInfo happening => $"event {happening.Name}: {ApiNames.Of(happening.EventHandlerType!)}",
        _ => null,
    };

    private static string Method(MethodInfo method)
        => $"{Modifiers(method)}{method.Name}{ApiNames.TypeParameters(method)}({ApiNames.Parameters(method)}): {ApiNames.Of(method.ReturnParameter)}";

    private static string Property(PropertyInfo property)
    {
        var get = property.GetMethod is { } getter && IsVisible(getter) ? " get;" : string.Empty;
        var set = property.SetMethod is { } setter && IsVisible(setter) ? (IsInit(setter) ? " init;" : " set;") : string.Empty;
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(ApiNames.Parameter))}]" : string.Empty;
        var required = ApiNames.Has(property.CustomAttributes, "RequiredMemberAttribute") ? "required " : string.Empty;
        return $"{Modifiers((property.GetMethod ?? property.SetMethod)!)}{required}{property.Name}{index}: {ApiNames.Of(property)} {{{get}{set} }}";
    }

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Any(type => type.Name is "IsExternalInit");

    private static string Modifiers(MethodBase method)
    {
        var inherited = method switch
        {
            { DeclaringType.IsInterface: true } => string.Empty,
            { IsAbstract: true } => "abstract ",
            MethodInfo { IsVirtual: true } m when m.GetBaseDefinition() != m => "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => string.Empty,
        };

        return Modifiers(method.IsStatic, !method.IsPublic) + inherited;
    }

    private static string Modifiers(bool isStatic, bool isProtected)
        => $"{(isProtected ? "protected " : string.Empty)}{(isStatic ? "static " : string.Empty)}";
}
