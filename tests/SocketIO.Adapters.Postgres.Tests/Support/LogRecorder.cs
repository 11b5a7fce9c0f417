using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters.Postgres.Tests;

/// <summary>Writes down the names of what is logged.</summary>
internal sealed class LogRecorder : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _events = new();

    public int Count(string eventName) => _events.Count(name => name == eventName);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _events.Enqueue(eventId.Name ?? string.Empty);

    public void Dispose()
    {
    }
}
