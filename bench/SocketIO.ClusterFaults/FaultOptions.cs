namespace SocketIO.ClusterFaults;

/// <summary>How hard it is.</summary>
/// <param name="Clients">How many clients there are.</param>
/// <param name="Rate">How many events each server sends to all in a second.</param>
/// <param name="DownSeconds">How long a broker is away.</param>
/// <param name="DrainTime">Over what time a stopping server closes its connections.</param>
internal sealed record FaultOptions(int Clients, double Rate, int DownSeconds, string DrainTime)
{
    public static FaultOptions From(string[] args, int clients, double rate) => new(
        int.Parse(Find(args, "--clients") ?? $"{clients}"),
        double.Parse(Find(args, "--rate") ?? $"{rate}"),
        int.Parse(Find(args, "--down") ?? "30"),
        Find(args, "--drain") ?? "00:00:10");

    private static string? Find(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var i ? args.ElementAtOrDefault(i + 1) : null;
}
