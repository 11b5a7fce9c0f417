namespace SocketIO.Client;

/// <content>What happens to the connection, for those who want to know.</content>
public sealed partial class ClientConnection
{
    internal CallbackList<ValueTuple> Opened { get; } = new();

    internal CallbackList<Exception> Error { get; } = new();

    internal CallbackList<(string Reason, DisconnectDetails? Details)> Closed { get; } = new();

    internal CallbackList<ValueTuple> Pinged { get; } = new();

    internal CallbackList<string> Upgraded { get; } = new();

    internal CallbackList<Exception> UpgradeError { get; } = new();

    internal CallbackList<int> ReconnectAttempt { get; } = new();

    internal CallbackList<int> Reconnected { get; } = new();

    internal CallbackList<Exception> ReconnectError { get; } = new();

    internal CallbackList<ValueTuple> ReconnectFailed { get; } = new();

    internal Action<Exception>? Errors { get; set; }

    /// <summary>Calls a handler when the connection has opened, before its sockets are connected.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnOpen(Action handler) => Opened.Add(_ => handler());

    /// <summary>Calls a handler when the connection could not be opened, or failed.</summary>
    /// <param name="handler">The handler: a <see cref="TransportException"/> in most cases.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnError(Action<Exception> handler) => Error.Add(handler);

    /// <summary>Calls a handler when the connection was closed or lost.</summary>
    /// <param name="handler">The handler: one of <see cref="ClientDisconnectReasons"/>, and what is known besides.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnClose(Action<string, DisconnectDetails?> handler) => Closed.Add(what => handler(what.Reason, what.Details));

    /// <summary>Calls a handler for each heartbeat of the server.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnPing(Action handler) => Pinged.Add(_ => handler());

    /// <summary>Calls a handler when the connection has moved to a better transport.</summary>
    /// <param name="handler">The handler: the transport's name.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnUpgrade(Action<string> handler) => Upgraded.Add(handler);

    /// <summary>Calls a handler when a better transport could not be reached; the connection stays with the one it has.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnUpgradeError(Action<Exception> handler) => UpgradeError.Add(handler);

    /// <summary>Calls a handler before each attempt to reconnect. It may change what is connected with, or disconnect.</summary>
    /// <param name="handler">The handler: the number of the attempt, from 1.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnReconnectAttempt(Action<int> handler) => ReconnectAttempt.Add(handler);

    /// <inheritdoc cref="OnReconnectAttempt(Action{int})"/>
    public IDisposable OnReconnectAttempt(Func<int, Task> handler) => ReconnectAttempt.Add(handler);

    /// <summary>Calls a handler when an attempt to reconnect has succeeded.</summary>
    /// <param name="handler">The handler: the number of the attempt, from 1.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnReconnect(Action<int> handler) => Reconnected.Add(handler);

    /// <summary>Calls a handler when an attempt to reconnect has failed.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnReconnectError(Action<Exception> handler) => ReconnectError.Add(handler);

    /// <summary>Calls a handler when all attempts to reconnect have failed.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnReconnectFailed(Action handler) => ReconnectFailed.Add(_ => handler());
}
