using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>Keeps what was logged: the name of the event and, if there was one, the type of the exception.</summary>
internal sealed class EventLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _events = [];

    public IReadOnlyList<string> Events => [.. _events];

    public int Count(string name) => _events.Count(e => e == name);

    public ILogger CreateLogger(string categoryName) => new Logger(_events);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<string> events) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => events.Enqueue(eventId.Name ?? string.Empty);
    }
}
