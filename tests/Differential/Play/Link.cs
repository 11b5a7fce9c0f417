namespace SocketIO.Differential;

/// <summary>A session's transport as a client has it.</summary>
internal abstract class Link : IAsyncDisposable
{
    /// <summary>Sends packets; answers what the server said to that, if it says anything.</summary>
    public abstract Task<string?> SendAsync(IReadOnlyList<string> packets);

    /// <summary>Reads what waits, for links that do not read by themselves.</summary>
    public virtual Task PumpAsync() => Task.CompletedTask;

    public abstract Task LeaveAsync(string how);

    public abstract ValueTask DisposeAsync();
}
