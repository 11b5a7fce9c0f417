namespace SocketIO;

/// <summary>
/// The lock of .NET 9, on a monitor. Not in its namespace: there, <see langword="lock"/> would be compiled to calls of what is below, and an
/// assembly that sees these internals could not name the real one.
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
