using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>Keeps the names of what was logged.</summary>
internal sealed class RecordingLogger<T> : ILogger<T>
{
    private readonly ConcurrentQueue<string> _events = [];

    public IReadOnlyList<string> Events => [.. _events];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _events.Enqueue(eventId.Name ?? string.Empty);
}
