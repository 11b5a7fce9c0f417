using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// Calls a handler of some signature: reads its arguments, injects what it asks for, and acknowledges with what it returns.
/// </summary>
/// <param name="handler">The handler, of the delegate type that the invoker was compiled for.</param>
/// <param name="call">What the handler is called for.</param>
/// <param name="arguments">The event's arguments. They are read before the handler runs and not touched afterwards.</param>
/// <returns>A task that completes when the handler has, and its answer was accepted.</returns>
internal delegate ValueTask HandlerInvoker(Delegate handler, EventInvocation call, ref ArgumentReader arguments);
