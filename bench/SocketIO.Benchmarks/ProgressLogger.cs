using BenchmarkDotNet.Loggers;

namespace SocketIO.Benchmarks;

/// <summary>Shows which benchmark runs and, in the end, the table; the rest of what BenchmarkDotNet tells is in its log file.</summary>
internal sealed class ProgressLogger : ILogger
{
    private const string Benchmark = "// Benchmark: ";

    private bool _atLineStart = true;
    private bool _shows;

    public string Id => nameof(ProgressLogger);

    public int Priority => 0;

    public void Write(LogKind logKind, string text)
    {
        if (_atLineStart)
        {
            _shows = logKind is LogKind.Error || text is ['|', ..];

            if (text.StartsWith(Benchmark, StringComparison.Ordinal))
            {
                Console.WriteLine(text[Benchmark.Length..]);
            }
        }

        _atLineStart = false;

        if (_shows)
        {
            Console.Write(text);
        }
    }

    public void WriteLine()
    {
        if (_shows)
        {
            Console.WriteLine();
        }

        _atLineStart = true;
    }

    public void WriteLine(LogKind logKind, string text)
    {
        Write(logKind, text);
        WriteLine();
    }

    public void Flush()
    {
    }
}
