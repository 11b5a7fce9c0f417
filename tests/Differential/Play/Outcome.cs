namespace SocketIO.Differential;

/// <summary>What came of one step: lines, in order for each channel (a client's namespace, its connection, a request).</summary>
internal sealed class Outcome
{
    private readonly SortedDictionary<string, List<string>> _channels = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, List<string>> Channels => _channels;

    public IReadOnlyList<string> this[string channel] => _channels.TryGetValue(channel, out var lines) ? lines : [];

    public void Add(string channel, string line)
    {
        if (!_channels.TryGetValue(channel, out var lines))
        {
            _channels[channel] = lines = [];
        }

        lines.Add(line);
    }

    public override string ToString() => string.Join('\n', _channels.SelectMany(c => c.Value.Select(line => $"      {c.Key}: {(line.Length > 1500 ? line[..1500] + "…" : line)}")));
}
