using Microsoft.CodeAnalysis.CSharp.Syntax;

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
        var inTests = BasesInTests().ToLookup(name => name);
        var listed = ReasonedList.Read("single-implementation-interfaces.txt");

        var contracts = types.Where(type => type.IsInterface).ToArray();
        var lonely = contracts
            .Where(contract => types.Count(type => type is { IsInterface: false } && Implements(type, contract)) + inTests[contract.Name].Count() < 2)
            .Select(type => type.FullName!);

        Assert.Empty(lonely.Except(listed.Keys));
        Assert.Empty(listed.Keys.Except(contracts.Select(contract => contract.FullName!)));
    }

    private static IEnumerable<string> BasesInTests()
        => from file in Repository.Files("tests", "*.cs")
           from list in Repository.Parse(file).DescendantNodes().OfType<BaseListSyntax>()
           from implemented in list.Types
           select implemented.Type.ToString();

    private static bool Implements(Type type, Type contract)
        => type.GetInterfaces().Any(implemented => (implemented.IsGenericType ? implemented.GetGenericTypeDefinition() : implemented) == contract);
}
