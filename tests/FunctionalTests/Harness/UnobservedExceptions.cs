using System.Collections.Concurrent;
using SocketIO.FunctionalTests;

[assembly: AssemblyFixture(typeof(UnobservedExceptions))]

namespace SocketIO.FunctionalTests;

/// <summary>Fails the run when a task of ours has failed and nobody has looked.</summary>
public sealed class UnobservedExceptions : IDisposable
{
    private readonly ConcurrentQueue<string> _seen = new();

    public UnobservedExceptions() => TaskScheduler.UnobservedTaskException += Note;

    public void Dispose()
    {
        // Tasks report it when they are collected.
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        TaskScheduler.UnobservedTaskException -= Note;
        Assert.True(_seen.IsEmpty, string.Join("\n", _seen));
    }

    private void Note(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        var text = e.Exception.ToString();

        // A client of a test that was given up may have a read that fails after it.
        if (text.Contains("SocketIO.Engine", StringComparison.Ordinal) || text.Contains("SocketIO.Server", StringComparison.Ordinal))
        {
            _seen.Enqueue(text);
        }
    }
}
