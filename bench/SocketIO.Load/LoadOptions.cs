using System.Globalization;

namespace SocketIO.Load;

/// <summary>
/// The command line of a measurement.
/// </summary>
internal sealed record LoadOptions
{
    public const string Usage =
        """
        SocketIO.Load --port PORT --pid PID [options] SCENARIO...
          measures a running server and prints one line of JSON for each scenario
            --name NAME        how the server is called in the results
            --dialect NAME     socketio (default), signalr, pipe
            --warmup SECONDS   before each measurement (default 2)
            --window SECONDS   of each measurement (default 3)
            --idle COUNT       connections of idle10k and heartbeats (default 10000)
        SocketIO.Load report RESULTS.jsonl
          prints the medians of many such lines as Markdown tables
        SocketIO.Load chart RESULTS.jsonl
          draws them as an SVG image
        """;

    public int Port { get; private init; }

    public int ProcessId { get; private init; }

    public string Name { get; private init; } = "server";

    public string Dialect { get; private init; } = "socketio";

    public TimeSpan Warmup { get; private init; } = TimeSpan.FromSeconds(2);

    public TimeSpan Window { get; private init; } = TimeSpan.FromSeconds(3);

    public int IdleConnections { get; private init; } = 10_000;

    public IReadOnlyList<string> Scenarios { get; private init; } = [];

    public static LoadOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new LoadOptions();
        var scenarios = new List<string>();

        while (!arguments.IsEmpty)
        {
            if (!arguments[0].StartsWith("--", StringComparison.Ordinal))
            {
                scenarios.Add(arguments[0]);
                arguments = arguments[1..];
                continue;
            }

            if (arguments.Length < 2)
            {
                throw new ArgumentException($"{arguments[0]} needs a value");
            }

            options = options.With(arguments[0], arguments[1]);
            arguments = arguments[2..];
        }

        if (options.Port == 0 || options.ProcessId == 0 || scenarios.Count == 0)
        {
            throw new ArgumentException("A port, a process and a scenario are needed");
        }

        return options with { Scenarios = scenarios };
    }

    private LoadOptions With(string name, string value) => name switch
    {
        "--port" => this with { Port = Number(value) },
        "--pid" => this with { ProcessId = Number(value) },
        "--name" => this with { Name = value },
        "--dialect" => this with { Dialect = value },
        "--warmup" => this with { Warmup = Seconds(value) },
        "--window" => this with { Window = Seconds(value) },
        "--idle" => this with { IdleConnections = Number(value) },
        _ => throw new ArgumentException($"Unknown option: {name}"),
    };

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);

    private static TimeSpan Seconds(string value) => TimeSpan.FromSeconds(double.Parse(value, CultureInfo.InvariantCulture));
}
