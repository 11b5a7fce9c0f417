namespace SocketIO.Client;

/// <summary>
/// What is left to do when all that has arrived at once is handled: wake whoever waited for it.
/// </summary>
/// <remarks>
/// A thread that is free can do it itself, which spares waking another. It does one thing only: nothing may wait behind the application's code.
/// </remarks>
internal readonly struct BatchWork(AckTask? answered, CallbackQueue? callbacks)
{
    /// <summary>Does it, on a thread that nobody waits for.</summary>
    public void DoHere()
    {
        if (answered is null)
        {
            callbacks?.RunHere();
            return;
        }

        callbacks?.Schedule();
        answered.Complete();
    }

    /// <summary>Has it done by another thread.</summary>
    public void Schedule()
    {
        callbacks?.Schedule();
        answered?.Schedule();
    }
}
