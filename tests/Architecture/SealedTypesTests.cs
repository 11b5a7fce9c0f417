namespace SocketIO.Tests;

/// <summary>A class is sealed, abstract or static, unless unsealed.txt says why it may be derived from.</summary>
public sealed class SealedTypesTests
{
    [Fact]
    public void Every_class_is_sealed_abstract_or_static()
    {
        var open = SourceAssemblies.All.SelectMany(SourceAssemblies.WrittenTypes)
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false })
            .Select(type => type.FullName!)
            .Order(StringComparer.Ordinal);

        Assert.Equal(ReasonedList.Read("unsealed.txt").Keys.Order(StringComparer.Ordinal), open);
    }

    [Fact]
    public void Every_interface_has_two_implementations_or_is_for_users_to_implement()
    {
        var types = SourceAssemblies.All.SelectMany(SourceAssemblies.WrittenTypes).ToArray();
        var listed = ReasonedList.Read("single-implementation-interfaces.txt");

        var lonely = types
            .Where(type => type.IsInterface)
            .Where(contract => types.Count(type => type is { IsInterface: false } && Implements(type, contract)) < 2)
            .Select(type => type.FullName!)
            .Order(StringComparer.Ordinal);

        Assert.Equal(listed.Keys.Order(StringComparer.Ordinal), lonely);
    }

    private static bool Implements(Type type, Type contract)
        => type.GetInterfaces().Any(implemented => (implemented.IsGenericType ? implemented.GetGenericTypeDefinition() : implemented) == contract);
}
