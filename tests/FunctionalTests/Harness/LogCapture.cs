using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SocketIO.FunctionalTests;

/// <summary>Keeps what a server logs, at every level; errors that no test expected fail it at its end.</summary>
internal sealed class LogCapture : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly List<string> _errors = [];

    public IReadOnlyCollection<string> Messages => _messages;

    /// <summary>Gets the errors that have not been taken.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors)
            {
                return [.. _errors];
            }
        }
    }

    /// <summary>Takes the expected errors out; returns how many there were.</summary>
    public int TakeErrors(string containing)
    {
        lock (_errors)
        {
            return _errors.RemoveAll(e => e.Contains(containing, StringComparison.Ordinal));
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LogCapture owner, string category) : ILogger
    {
        // Kestrel reports a client that breaks off at Debug; everything it logs as an error is one.
        private static readonly string[] Ignored = ["Microsoft.Hosting", "Microsoft.AspNetCore.Routing"];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => !Ignored.Any(i => category.StartsWith(i, StringComparison.Ordinal));

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var message = $"{category} {logLevel}: {formatter(state, exception)} {exception}";

            if (category.StartsWith("SocketIO", StringComparison.Ordinal))
            {
                owner._messages.Enqueue(message);
            }

            if (logLevel >= LogLevel.Error)
            {
                lock (owner._errors)
                {
                    owner._errors.Add(message);
                }
            }
        }
    }
}
