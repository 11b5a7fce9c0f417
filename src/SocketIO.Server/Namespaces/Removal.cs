namespace SocketIO.Server;

/// <summary>
/// Undoes a registration, once.
/// </summary>
internal sealed class Removal(Action remove) : IDisposable
{
    private Action? _remove = remove;

    public void Dispose() => Interlocked.Exchange(ref _remove, null)?.Invoke();
}
