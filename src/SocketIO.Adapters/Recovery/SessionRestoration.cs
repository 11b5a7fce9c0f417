namespace SocketIO.Adapters;

/// <summary>
/// What came of an attempt to restore a session.
/// </summary>
/// <param name="Session">The session, which is no longer stored; <see langword="null"/> when it could not be restored.</param>
/// <param name="Failure">Why not.</param>
public readonly record struct SessionRestoration(RecoverableSession? Session, SessionRestoreFailure Failure)
{
    /// <summary>
    /// Says that a session was restored.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <returns>The outcome.</returns>
    public static SessionRestoration Of(RecoverableSession session) => new(session, SessionRestoreFailure.None);

    /// <summary>
    /// Says why no session was restored.
    /// </summary>
    /// <param name="failure">The reason.</param>
    /// <returns>The outcome.</returns>
    public static SessionRestoration Failed(SessionRestoreFailure failure) => new(null, failure);
}
