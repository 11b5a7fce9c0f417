namespace SocketIO.Tests;

/// <summary>Clients that cannot be installed here: each case is a recorded conversation, held again.</summary>
internal sealed class ReplayedClients(params (string Client, int Protocol, string Capture, string[] Spec)[] recorded) : ClientFamily
{
    private readonly Lazy<Dictionary<ClientCase, CaptureEntry[]>> _entries = new(() => recorded.SelectMany(Split).ToDictionary(pair => pair.Key, pair => pair.Value));

    public override IReadOnlyList<ClientCase> Cases => [.. _entries.Value.Keys];

    protected override Task<string?> RunAsync(ClientCase item, ContractServer server) => OutcomeOf(async () =>
    {
        await using var replay = new CaptureReplay(_entries.Value[item], profile => server.Url(ProfileOf(item, profile!)), new PacketShape());
        Assert.True(await Wait.For($"the replay of {item}", replay.RunAsync(), TimeSpan.FromSeconds(60)) > 0 || item.Name.StartsWith("refused", StringComparison.Ordinal));
    });

    // The step of a Java recording is its transport, a slash, and what is done.
    private static IEnumerable<KeyValuePair<ClientCase, CaptureEntry[]>> Split((string Client, int Protocol, string Capture, string[] Spec) recording)
        => CaptureEntry.Read(recording.Capture).GroupBy(entry => entry.Step!).Select(step =>
        {
            var (transport, name) = step.Key.Split('/', 2) is [var before, var after] ? (before, after) : throw new InvalidDataException(step.Key);
            return KeyValuePair.Create(new ClientCase(recording.Client, recording.Protocol, transport, name) { Spec = recording.Spec }, step.ToArray());
        });

    private static Profile ProfileOf(ClientCase item, string profile) => profile switch
    {
        "main" => Profile.Main,
        "eio3" => Profile.Eio3,
        "fast" => Profile.Fast,
        "strict" => item.Protocol == 3 ? Profile.StrictEio3 : Profile.Strict,
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "unknown profile"),
    };
}
