namespace SocketIO.Client;

/// <summary>
/// Whoever an <see cref="EngineClient"/> works for. Everything is told under the connection's lock, in the order in which it happens.
/// </summary>
internal interface IEngineListener
{
    /// <summary>The session is open.</summary>
    void OnEngineOpenLocked(EngineClient engine);

    /// <summary>A message arrived. It is valid during the call only.</summary>
    void OnEngineMessageLocked(EngineClient engine, ReadOnlySpan<byte> message, bool isBinary);

    /// <summary>Something happened that is worth telling: see <see cref="EngineEvent"/>.</summary>
    void OnEngineEventLocked(EngineClient engine, EngineEvent what, object? detail);

    /// <summary>The engine failed; <see cref="OnEngineCloseLocked"/> follows.</summary>
    void OnEngineErrorLocked(EngineClient engine, Exception error);

    /// <summary>The engine is closed. The last that is told.</summary>
    void OnEngineCloseLocked(EngineClient engine, string reason, DisconnectDetails? details);

    /// <summary>Several messages follow, that have arrived at once.</summary>
    void BeginBatchLocked();

    /// <summary>These were all.</summary>
    BatchWork EndBatchLocked();

    /// <summary>Completes when more may be received.</summary>
    ValueTask WhenReadyAsync();
}
