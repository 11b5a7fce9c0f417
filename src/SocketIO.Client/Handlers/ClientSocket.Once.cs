using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SocketIO.Client;

/// <content>Events that are waited for: once, or one after another.</content>
public partial class ClientSocket
{
    /// <summary>Calls a handler for the next event of that name only.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">The handler.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    public IDisposable Once(string eventName, Action handler) => AddHandler(eventName, Adapt(handler), once: true);

    /// <inheritdoc cref="Once(string, Action)"/>
    /// <typeparam name="T">The type of the first argument.</typeparam>
    public IDisposable Once<T>(string eventName, Action<T> handler) => AddHandler(eventName, Adapt(handler), once: true);

    /// <inheritdoc cref="Once(string, Action)"/>
    /// <typeparam name="T">The type of the first argument.</typeparam>
    public IDisposable Once<T>(string eventName, Func<T, Task> handler) => AddHandler(eventName, Adapt(handler), once: true);

    /// <inheritdoc cref="Once(string, Action)"/>
    public IDisposable Once(string eventName, Action<ClientEventContext> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return AddHandler(eventName, Adapt(handler), once: true);
    }

    /// <summary>Reads the events of a name one after another, from the moment when the first is asked for.</summary>
    /// <typeparam name="T">The type of the first argument.</typeparam>
    /// <param name="eventName">The event's name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The first argument of each event. Events that arrive faster than they are asked for wait, without limit. It does not end by itself, also not when the socket disconnects.</returns>
    /// <exception cref="ArgumentException"><paramref name="eventName"/> is reserved.</exception>
    public async IAsyncEnumerable<T> ReadEventsAsync<T>(string eventName, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var events = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true });

        using (On(eventName, (T value) => { events.Writer.TryWrite(value); }))
        {
            while (true)
            {
                yield return await events.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
