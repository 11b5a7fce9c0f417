namespace SocketIO.Polyfills;

/// <summary>
/// The lock of .NET 9, on a monitor: what <see langword="lock"/> does with an object that is not .NET's, and what the methods below do, is the same.
/// </summary>
internal sealed class Lock
{
    public bool IsHeldByCurrentThread => Monitor.IsEntered(this);

    public void Enter() => Monitor.Enter(this);

    public bool TryEnter() => Monitor.TryEnter(this);

    public void Exit() => Monitor.Exit(this);

    public Scope EnterScope()
    {
        Monitor.Enter(this);
        return new Scope(this);
    }

    public readonly ref struct Scope(Lock owner)
    {
        public void Dispose() => Monitor.Exit(owner);
    }
}
