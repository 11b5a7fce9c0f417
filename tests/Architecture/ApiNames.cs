using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SocketIO.Tests;

/// <summary>Names of types and parameters as C# writes them, nullability included.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool",
        [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(char)] = "char", [typeof(short)] = "short", [typeof(ushort)] = "ushort",
        [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
    };

    private static readonly NullabilityInfoContext Nullability = new();

    public static string Full(Type type)
    {
        var outer = type.DeclaringType is { } parent ? $"{Full(parent)}." : $"{type.Namespace}.";
        var inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        return outer + WithoutArity(type.Name) + Arguments(type.GetGenericArguments().Skip(inherited).Select(Of));
    }

    public static string Of(Type type)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return $"{Of(value)}?";
        }

        return Keywords.TryGetValue(type, out var keyword) ? keyword : Named(type, type.GetGenericArguments().Select(Of));
    }

    public static string Of(ParameterInfo parameter) => Of(Nullability.Create(parameter));

    public static string Of(PropertyInfo property) => Of(Nullability.Create(property));

    public static string Of(FieldInfo field) => Of(Nullability.Create(field));

    /// <summary>Says whether an attribute is there, by name: builds for older targets bring their own.</summary>
    public static bool Has(IEnumerable<CustomAttributeData> attributes, string name) => attributes.Any(attribute => attribute.AttributeType.Name == name);

    public static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : string.Empty;
        return extension + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    public static string Parameter(ParameterInfo parameter)
    {
        var direction = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || Has(parameter.CustomAttributes, nameof(ParamCollectionAttribute)) => "params ",
            _ => string.Empty,
        };

        var fallback = parameter.HasDefaultValue ? $" = {Literal(parameter.DefaultValue)}" : string.Empty;
        return $"{direction}{Of(parameter)} {parameter.Name}{fallback}";
    }

    public static string TypeParameters(MethodInfo method)
        => method.IsGenericMethodDefinition ? Arguments(method.GetGenericArguments().Select(argument => argument.Name)) : string.Empty;

    public static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Of(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        var question = !type.IsValueType && info.ReadState == NullabilityState.Nullable ? "?" : string.Empty;

        if (type.IsArray && info.ElementType is { } element)
        {
            return $"{Of(element)}[{new string(',', type.GetArrayRank() - 1)}]{question}";
        }

        // Nullable<T> and types without arguments have nothing more to say than the type itself.
        if (type.IsGenericType && Nullable.GetUnderlyingType(type) is null && info.GenericTypeArguments.Length == type.GetGenericArguments().Length)
        {
            return Named(type, info.GenericTypeArguments.Select(Of)) + question;
        }

        return Of(type) + question;
    }

    private static string Named(Type type, IEnumerable<string> arguments)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var name = type.IsNested ? $"{WithoutArity(type.DeclaringType!.Name)}.{WithoutArity(type.Name)}" : WithoutArity(type.Name);
        return name + Arguments(arguments);
    }

    private static string Arguments(IEnumerable<string> names)
    {
        var list = string.Join(", ", names);
        return list.Length == 0 ? string.Empty : $"<{list}>";
    }

    private static string WithoutArity(string name) => name.Split('`')[0];
}
