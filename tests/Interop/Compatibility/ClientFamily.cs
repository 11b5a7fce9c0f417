using System.Collections.Concurrent;

namespace SocketIO.Tests;

/// <summary>Clients that are driven in the same way, and all that they do. A case is run once, whoever asks for its outcome.</summary>
internal abstract class ClientFamily
{
    private readonly ConcurrentDictionary<ClientCase, Lazy<Task<string?>>> _outcomes = new();

    public abstract IReadOnlyList<ClientCase> Cases { get; }

    /// <summary>The rows of a theory over the cases: client, transport, case.</summary>
    public IEnumerable<TheoryDataRow<string, string, string>> Rows() => Cases.Select(Row);

    /// <summary>What went wrong in a case; null when nothing did.</summary>
    public Task<string?> ErrorOf(ClientCase item, ContractServer server)
        => _outcomes.GetOrAdd(item, key => new Lazy<Task<string?>>(() => RunAsync(key, server))).Value;

    /// <summary>Asserts that a case of the theory comes to what it has to.</summary>
    public async Task Passes(string client, string transport, string name, ContractServer server)
    {
        var item = Cases.Single(c => c.Client == client && c.Transport == transport && c.Name == name);
        var error = await ErrorOf(item, server);
        Assert.True(error is null != item.Fails, error ?? $"{item} works, although it does not on npm's server.");
    }

    protected abstract Task<string?> RunAsync(ClientCase item, ContractServer server);

    /// <summary>The outcome of a case that is code of this assembly.</summary>
    protected static async Task<string?> OutcomeOf(Func<Task> body)
    {
        try
        {
            await body();
            return null;
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private TheoryDataRow<string, string, string> Row(ClientCase item)
    {
        var row = new TheoryDataRow<string, string, string>(item.Client, item.Transport, item.Name) { TestDisplayName = item.ToString() };

        foreach (var number in item.Spec)
        {
            row.WithTrait("Spec", number);
        }

        return row;
    }
}
