namespace SocketIO.Client;

/// <content>
/// Handlers of events. Their parameters take the event's arguments in order; what they return is the acknowledgement.
/// </content>
public partial class ClientSocket
{
    /// <summary>Calls a handler for each event of that name.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">
    /// The handler. Its parameters take the event's arguments in order: one that is missing is <see langword="null"/>, and an argument of another type means that
    /// the handler is not called, which is logged. It is awaited before the next is called. When the server wants an acknowledgement it gets what the handler
    /// returns, a tuple as several arguments, or an empty one when it returns nothing. One that is asynchronous returns <see cref="Task"/>, <see cref="Task{TResult}"/> or
    /// <see cref="ValueTask"/>.
    /// </param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved, or the handler returns <see cref="ValueTask{TResult}"/>.</exception>
    public IDisposable On(string eventName, Action handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    public IDisposable On(string eventName, Func<Task> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="TResult">The type of the acknowledgement.</typeparam>
    public IDisposable On<TResult>(string eventName, Func<TResult> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="TResult">The type of the acknowledgement.</typeparam>
    public IDisposable On<TResult>(string eventName, Func<Task<TResult>> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T">The type of the argument.</typeparam>
    public IDisposable On<T>(string eventName, Action<T> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T">The type of the argument.</typeparam>
    public IDisposable On<T>(string eventName, Func<T, Task> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T">The type of the argument.</typeparam>
    /// <typeparam name="TResult">The type of the acknowledgement.</typeparam>
    public IDisposable On<T, TResult>(string eventName, Func<T, TResult> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T">The type of the argument.</typeparam>
    /// <typeparam name="TResult">The type of the acknowledgement.</typeparam>
    public IDisposable On<T, TResult>(string eventName, Func<T, Task<TResult>> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T1">The type of an argument.</typeparam>
    /// <typeparam name="T2">The type of an argument.</typeparam>
    public IDisposable On<T1, T2>(string eventName, Action<T1, T2> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T1">The type of an argument.</typeparam>
    /// <typeparam name="T2">The type of an argument.</typeparam>
    public IDisposable On<T1, T2>(string eventName, Func<T1, T2, Task> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T1">The type of an argument.</typeparam>
    /// <typeparam name="T2">The type of an argument.</typeparam>
    /// <typeparam name="TResult">The type of the acknowledgement.</typeparam>
    public IDisposable On<T1, T2, TResult>(string eventName, Func<T1, T2, TResult> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T1">The type of an argument.</typeparam>
    /// <typeparam name="T2">The type of an argument.</typeparam>
    /// <typeparam name="TResult">The type of the acknowledgement.</typeparam>
    public IDisposable On<T1, T2, TResult>(string eventName, Func<T1, T2, Task<TResult>> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T1">The type of an argument.</typeparam>
    /// <typeparam name="T2">The type of an argument.</typeparam>
    /// <typeparam name="T3">The type of an argument.</typeparam>
    public IDisposable On<T1, T2, T3>(string eventName, Action<T1, T2, T3> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T1">The type of an argument.</typeparam>
    /// <typeparam name="T2">The type of an argument.</typeparam>
    /// <typeparam name="T3">The type of an argument.</typeparam>
    public IDisposable On<T1, T2, T3>(string eventName, Func<T1, T2, T3, Task> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T1">The type of an argument.</typeparam>
    /// <typeparam name="T2">The type of an argument.</typeparam>
    /// <typeparam name="T3">The type of an argument.</typeparam>
    /// <typeparam name="TResult">The type of the acknowledgement.</typeparam>
    public IDisposable On<T1, T2, T3, TResult>(string eventName, Func<T1, T2, T3, TResult> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T1">The type of an argument.</typeparam>
    /// <typeparam name="T2">The type of an argument.</typeparam>
    /// <typeparam name="T3">The type of an argument.</typeparam>
    /// <typeparam name="TResult">The type of the acknowledgement.</typeparam>
    public IDisposable On<T1, T2, T3, TResult>(string eventName, Func<T1, T2, T3, Task<TResult>> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T1">The type of an argument.</typeparam>
    /// <typeparam name="T2">The type of an argument.</typeparam>
    /// <typeparam name="T3">The type of an argument.</typeparam>
    /// <typeparam name="T4">The type of an argument.</typeparam>
    public IDisposable On<T1, T2, T3, T4>(string eventName, Action<T1, T2, T3, T4> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T1">The type of an argument.</typeparam>
    /// <typeparam name="T2">The type of an argument.</typeparam>
    /// <typeparam name="T3">The type of an argument.</typeparam>
    /// <typeparam name="T4">The type of an argument.</typeparam>
    public IDisposable On<T1, T2, T3, T4>(string eventName, Func<T1, T2, T3, T4, Task> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T1">The type of an argument.</typeparam>
    /// <typeparam name="T2">The type of an argument.</typeparam>
    /// <typeparam name="T3">The type of an argument.</typeparam>
    /// <typeparam name="T4">The type of an argument.</typeparam>
    /// <typeparam name="TResult">The type of the acknowledgement.</typeparam>
    public IDisposable On<T1, T2, T3, T4, TResult>(string eventName, Func<T1, T2, T3, T4, TResult> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    /// <typeparam name="T1">The type of an argument.</typeparam>
    /// <typeparam name="T2">The type of an argument.</typeparam>
    /// <typeparam name="T3">The type of an argument.</typeparam>
    /// <typeparam name="T4">The type of an argument.</typeparam>
    /// <typeparam name="TResult">The type of the acknowledgement.</typeparam>
    public IDisposable On<T1, T2, T3, T4, TResult>(string eventName, Func<T1, T2, T3, T4, Task<TResult>> handler) => AddHandler(eventName, Adapt(handler));

    /// <inheritdoc cref="On(string, Action)"/>
    public IDisposable On(string eventName, Action<ClientEventContext> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return AddHandler(eventName, Adapt(handler));
    }

    /// <inheritdoc cref="On(string, Action)"/>
    public IDisposable On(string eventName, Func<ClientEventContext, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return AddHandler(eventName, received => new ValueTask(handler(new ClientEventContext(received))));
    }
}
