namespace SocketIO.Server;

/// <summary>
/// What there is to know about calling handlers of one signature.
/// </summary>
/// <param name="Invoke">Calls the handler.</param>
/// <param name="KeepsArguments">Whether the handler wants the arguments in a form that outlives the received packet.</param>
/// <param name="AnswersItself">Whether the handler has the acknowledgement in its own hands.</param>
internal sealed record BoundHandler(HandlerInvoker Invoke, bool KeepsArguments, bool AnswersItself);
