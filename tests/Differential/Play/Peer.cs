using System.Text.Json;
using SocketIO.FunctionalTests;

namespace SocketIO.Differential;

/// <summary>One client of a play: it keeps what it receives, answers pings and questions, and knows what it has joined.</summary>
internal sealed class Peer(int index, Tokens tokens, bool echoes) : IAsyncDisposable
{
    private const long FirstBarrier = 900_000_000;
    private static readonly TimeSpan BarrierLimit = TimeSpan.FromSeconds(3);

    private readonly Inbox _inbox = new();
    private readonly List<string> _joined = [];
    private readonly HashSet<string> _barriers = [];
    private readonly Lock _gate = new();
    private readonly HashSet<string> _replies = [];
    private string _assembling = "";
    private int _missing;
    private long _nextBarrier = FirstBarrier;
    private string? _close;
    private volatile bool _isLeftByAll;

    public int Index { get; } = index;

    public string Name { get; } = $"{index}";

    /// <summary>Gets or sets the transport in use.</summary>
    public Link? Link { get; set; }

    public bool Ended => _inbox.Ended;

    /// <summary>Gets the namespace that only barriers use.</summary>
    public string BarrierNamespace => $"/dyn-{tokens.Run}0";

    public async Task<string?> SendAsync(IReadOnlyList<string> packets)
        => Link is null ? null : await Link.SendAsync([.. packets.Select(tokens.Fill)]);

    public void Receive(string packet)
    {
        if (packet == "2")
        {
            _ = Link?.SendAsync(["3"]);
            return;
        }

        if (packet is "6" || (packet is "1" && Link is PollingLink { IsLazy: false }))
        {
            // The close is told as the end: whether a poll was waiting for it is a matter of luck.
            return;
        }

        if (_missing > 0)
        {
            _assembling += $" + {packet}";

            if (--_missing == 0)
            {
                Deliver(_assembling);
            }

            return;
        }

        if (!echoes && WirePacket.Parse(packet) is { Attachments: > 0 } header)
        {
            _assembling = packet;
            _missing = header.Attachments;
            return;
        }

        Deliver(packet);
    }

    public void HasEnded(string how)
    {
        _close = how;
        _inbox.End();
    }

    /// <summary>Notes what kind of replies the transport's requests get: once for each kind.</summary>
    public void Replied(string method, HttpReply reply)
    {
        if (reply.Status != 200)
        {
            // Told as the end, or by the step itself.
            return;
        }

        var line = $"{method} {Http.Head(reply)}";

        lock (_gate)
        {
            if (!_replies.Add(line))
            {
                return;
            }
        }

        _inbox.Add($"http {method}\n{line}");
    }

    /// <summary>Waits for packets that begin in this way (or, after a bar, that), or the end of the session.</summary>
    public async Task AwaitAsync(IReadOnlyList<string> awaited, TimeSpan limit)
    {
        foreach (var starts in awaited.Select(a => tokens.Fill(a).Split('|')))
        {
            // Nobody answers in a namespace that was not joined, or left.
            if (WirePacket.Parse(starts[0]) is not { Type: '1' or '3' or '6' } packet || Has(packet.Namespace))
            {
                await PumpUntilAsync(() => starts.Any(start => _inbox.Has(line => line.StartsWith(start, StringComparison.Ordinal))), limit);
            }
        }
    }

    /// <summary>Waits for the namespace of the barriers to be joined.</summary>
    public Task JoinedBarrierAsync() => PumpUntilAsync(() => Has(BarrierNamespace), BarrierLimit);

    /// <summary>Waits until the server has handled what was sent: first in the barriers' own namespace, then in every joined one.</summary>
    public async Task SettleAsync(Outcome outcome)
    {
        var silent = false;

        if (Link is not null && !Ended)
        {
            silent = !(echoes ? await PassAsync("") : !Has(BarrierNamespace) || await PassAsync(BarrierNamespace));

            foreach (var ns in Joined().Where(ns => ns != BarrierNamespace && ns != "/late" && Has(ns)))
            {
                silent = (!Ended && !await PassAsync(ns)) || silent;
            }

            if (_isLeftByAll)
            {
                await PumpUntilAsync(() => false, BarrierLimit);
            }
        }

        Take(outcome);

        if (silent)
        {
            outcome.Add($"{Name} connection", "SILENT");
        }
    }

    /// <summary>Hands out what has come.</summary>
    public void Take(Outcome outcome)
    {
        foreach (var line in _inbox.TakeAll())
        {
            var parts = line.Split('\n', 2);

            if (parts[0].StartsWith("http ", StringComparison.Ordinal))
            {
                outcome.Add($"{Name} {parts[0]}", tokens.Hide(parts[1]));
                continue;
            }

            var ns = echoes ? "" : WirePacket.Parse(line)?.Namespace ?? "";
            outcome.Add($"{Name} {tokens.Hide(ns)}", tokens.Hide(echoes ? line : tokens.HideQuestion(line)));
        }

        if (Ended && _close is not null)
        {
            outcome.Add($"{Name} connection", "END");
            _close = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Link is not null)
        {
            await Link.DisposeAsync();
        }
    }

    private string[] Joined()
    {
        lock (_gate)
        {
            return [.. _joined];
        }
    }

    private bool Has(string ns)
    {
        lock (_gate)
        {
            return _joined.Contains(ns);
        }
    }

    private async Task<bool> PassAsync(string ns)
    {
        var id = $"{_nextBarrier++}";
        var packet = echoes ? $"4barrier-{id}" : ns == "/" ? $"42{id}[\"ack-echo\"]" : $"42{ns},{id}[\"ack-echo\"]";
        await Link!.SendAsync([packet]);

        // A namespace that was left meanwhile answers nothing.
        return await PumpUntilAsync(() => Reached(id) || (!echoes && !Has(ns)), BarrierLimit);
    }

    private bool Reached(string id)
    {
        lock (_gate)
        {
            return _barriers.Contains(id);
        }
    }

    private async Task<bool> PumpUntilAsync(Func<bool> condition, TimeSpan limit)
    {
        if (Link is null)
        {
            return true;
        }

        using var pumping = new CancellationTokenSource();
        var pump = PumpOnAsync(() => condition() || pumping.IsCancellationRequested);
        var reached = await _inbox.WaitAsync(condition, limit);
        await pumping.CancelAsync();

        if (reached)
        {
            await pump;
        }

        return reached;
    }

    private async Task PumpOnAsync(Func<bool> condition)
    {
        if (Link is PollingLink { IsLazy: true } link)
        {
            while (!condition() && !Ended)
            {
                await link.PumpAsync();
            }
        }
    }

    private void Deliver(string packet)
    {
        if (echoes)
        {
            if (packet.StartsWith("4barrier-", StringComparison.Ordinal))
            {
                lock (_gate)
                {
                    _barriers.Add(packet["4barrier-".Length..]);
                }

                _inbox.Touch();
                return;
            }
        }
        else if (WirePacket.Parse(packet) is { } header && !Handle(header, packet))
        {
            _inbox.Touch();
            return;
        }

        _inbox.Add(packet);
    }

    // Answers whether the packet is worth telling.
    private bool Handle(WirePacket packet, string text)
    {
        lock (_gate)
        {
            switch (packet.Type)
            {
                case '0':
                    Joins(packet);
                    return true;

                case '1':
                    _joined.Remove(packet.Namespace);

                    // Only the end of the whole connection makes the server leave that one.
                    _isLeftByAll |= packet.Namespace == BarrierNamespace;
                    return true;

                case '3' when packet.Id.Length == 9 && packet.Id[0] == '9':
                    _barriers.Add(packet.Id);
                    return false;
            }
        }

        if (packet is { Type: '2' or '5', Id.Length: > 0 } && Answers.To(packet, text) is { } answers)
        {
            _ = Link?.SendAsync(answers);
        }

        return true;
    }

    private void Joins(WirePacket packet)
    {
        try
        {
            using var json = JsonDocument.Parse(packet.Payload);
            tokens.Add($"{{id:{Index}:{packet.Namespace}}}", json.RootElement.GetProperty("sid").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Told as it is.
        }

        _joined.Add(packet.Namespace);
    }
}
