using Microsoft.Extensions.Logging;

namespace SocketIO.Server.Tests;

/// <summary>Takes what is logged at Information and above, as users' logs do, and keeps nothing.</summary>
internal sealed class InformationLog : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
    }

    public void Dispose()
    {
    }
}
