namespace SocketIO.Tests;

/// <summary>docs/compatibility.md shows what this run came to. Run against npm's server it comes to the same.</summary>
public sealed class CompatibilityPageTests(ContractServer server)
{
    private const string Page = "docs/compatibility.md";
    private const string Refused = "refused";

    private static readonly string[] Transports = ["polling", "websocket", "upgrade"];

    [Fact]
    [Trait("Spec", "T-54")]
    public async Task The_page_shows_the_results_of_this_run()
    {
        var results = new List<(ClientCase Case, bool Works)>();

        foreach (var family in ClientFamilies.All)
        {
            foreach (var item in family.Cases)
            {
                results.Add((item, await family.ErrorOf(item, server) is null));
            }
        }

        GeneratedSection.IsShown(Page, "clients", Table(results));
        GeneratedSection.IsShown(Page, "failures", Failures(results));
        GeneratedSection.IsShown(Page, "cases", CasesByClient(results.Select(result => result.Case)));
    }

    private static IEnumerable<string> Table(IEnumerable<(ClientCase Case, bool Works)> results)
        => results.GroupBy(result => result.Case.Client).Select(Row)
            .Prepend("| --- | --- | --- | --- | --- | --- |")
            .Prepend("| client | Engine.IO | polling | WebSocket | upgrade | without `AllowEIO3` |");

    private static string Row(IGrouping<string, (ClientCase Case, bool Works)> client)
    {
        var cells = Transports.Select(transport =>
        {
            var ofTransport = client.Where(result => result.Case.Transport == transport && !IsRefusal(result.Case)).ToArray();
            return $"{ofTransport.Count(result => result.Works)} of {ofTransport.Length}";
        });

        // A client of revision 4 is run where the option is not set.
        var protocol = client.First().Case.Protocol;
        var without = protocol == 4 ? "yes" : client.Where(result => IsRefusal(result.Case)).All(result => result.Works) ? Refused : "not refused";
        return $"| {client.Key} | {protocol} | {string.Join(" | ", cells)} | {without} |";
    }

    private static IEnumerable<string> Failures(IEnumerable<(ClientCase Case, bool Works)> results)
        => results.Where(result => !result.Works)
            .GroupBy(result => (result.Case.Client, result.Case.Name), result => result.Case.Transport)
            .Select(failure => $"- {failure.Key.Client}: {failure.Key.Name} ({string.Join(", ", failure)})");

    // Clients that do the same share a line.
    private static IEnumerable<string> CasesByClient(IEnumerable<ClientCase> cases)
        => cases.GroupBy(item => item.Client)
            .GroupBy(client => string.Join(", ", client.Select(item => item.Name).Distinct()), client => client.Key)
            .Select(group => $"- {string.Join("; ", group)}: {group.Key}.");

    private static bool IsRefusal(ClientCase item) => item.Name.StartsWith(Refused, StringComparison.Ordinal);
}
