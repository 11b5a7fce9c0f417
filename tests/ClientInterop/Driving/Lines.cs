using System.Text.Json;
using SocketIO.Tests;

namespace SocketIO.ClientInterop;

/// <summary>The lines of a program in their order. Whoever waits for one takes it, so that waiting for two that look the same means two.</summary>
internal sealed class Lines(string program)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly List<Line> _all = [];
    private readonly HashSet<int> _taken = [];
    private TaskCompletionSource _changed = NewSignal();
    private string? _end;
    private int _told;

    // Every line before this one is taken.
    private int _open;

    /// <summary>Gets every line until now.</summary>
    public IReadOnlyList<Line> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>
    /// Gets the lines up to the last that was waited for, or that <see cref="Settle"/> included: what came later depends on how fast the machine is.
    /// </summary>
    public IReadOnlyList<Line> Told
    {
        get
        {
            lock (_gate)
            {
                return _all[.._told];
            }
        }
    }

    public void Add(string text)
    {
        lock (_gate)
        {
            _all.Add(new Line(JsonElement.Parse(text), TimeProvider.System.GetElapsedTime(_start)));
        }

        Signal();
    }

    /// <summary>No line comes any more.</summary>
    public void End(string reason)
    {
        lock (_gate)
        {
            _end ??= reason;
        }

        Signal();
    }

    /// <summary>Counts all that has come as told.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            _told = _all.Count;
        }
    }

    public async Task<Line> TakeAsync(string what, Func<Line, bool> match)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);

        while (true)
        {
            if (TryTake(match, out var line, out var changed))
            {
                return line;
            }

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {Limit.TotalSeconds:0.#} s for: {what}. {Seen()}");
            }
        }

        bool TryTake(Func<Line, bool> wanted, out Line line, out Task changed)
        {
            lock (_gate)
            {
                while (_taken.Remove(_open))
                {
                    _open++;
                }

                for (var i = _open; i < _all.Count; i++)
                {
                    if (!_taken.Contains(i) && wanted(_all[i]))
                    {
                        _taken.Add(i);
                        _told = Math.Max(_told, i + 1);
                        line = _all[i];
                        changed = Task.CompletedTask;
                        return true;
                    }
                }

                if (_end is not null)
                {
                    throw new InvalidOperationException($"{_end} No more can come while waiting for: {what}. {Seen()}");
                }

                line = null!;
                changed = _changed.Task;
                return false;
            }
        }
    }

    private string Seen() => $"{program} has said:\n  {string.Join("\n  ", All)}";

    private void Signal()
    {
        lock (_gate)
        {
            _changed.SetResult();
            _changed = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
