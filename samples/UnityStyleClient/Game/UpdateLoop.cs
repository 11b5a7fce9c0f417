using System;
using System.Collections.Concurrent;
using System.Threading;

namespace Game;

/// <summary>
/// The one thread of a game: what is posted runs when <see cref="Update"/> is called, once a frame. Unity has such a context already, as
/// <see cref="SynchronizationContext.Current"/> on its main thread; this stands in for it.
/// </summary>
public sealed class UpdateLoop : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _posted = new();

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

    /// <summary>Runs what was posted until now. What that posts runs in the next frame.</summary>
    public void Update()
    {
        for (var count = _posted.Count; count > 0 && _posted.TryDequeue(out var work); count--)
        {
            work.Callback(work.State);
        }
    }
}
