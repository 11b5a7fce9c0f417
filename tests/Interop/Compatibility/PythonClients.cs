using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace SocketIO.Tests;

/// <summary>Debian's python3-socketio: a process for each transport runs all cases.</summary>
internal sealed class PythonClients : ClientFamily
{
    private const string Python = "/usr/bin/python3";
    private const string Client = "python-socketio 5.7.2";

    private static readonly string Script = Path.Combine(Target.Root, "tests", "Interop", "Python", "client.py");

    private readonly Lazy<ClientCase[]> _cases = new(List);
    private readonly ConcurrentDictionary<string, Lazy<Task<Dictionary<string, string?>>>> _runs = new();

    public override IReadOnlyList<ClientCase> Cases => _cases.Value;

    protected override async Task<string?> RunAsync(ClientCase item, ContractServer server)
    {
        var port = server.Url(Profile.Main).Port;
        var outcomes = await _runs.GetOrAdd(item.Transport, transport => new(() => Wait.For("the Python client", Task.Run(() => RunAll(port, transport)), TimeSpan.FromSeconds(120)))).Value;
        return outcomes.TryGetValue(item.Name, out var error) ? error : $"The client ended before it came to {item}.";
    }

    private static ClientCase[] List()
    {
        var (exitCode, names, errors) = Run(Script, "--list");

        return exitCode is 0
            ? [.. from transport in new[] { "polling", "websocket", "upgrade" }
                  from name in names.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                  select new ClientCase(Client, 4, transport, JsonSerializer.Deserialize<string>(name)!) { Spec = ["SRV-071"] }]
            : throw new InvalidOperationException($"Python cannot list the cases; install python3-socketio, python3-requests and python3-websocket. It says: {errors}");
    }

    private static Dictionary<string, string?> RunAll(int port, string transport)
    {
        var (_, output, errors) = Run(Script, $"{port}", transport);
        var outcomes = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Outcome>(line, NodeCases.Json)!).ToArray();
        return outcomes.Length > 0 ? outcomes.ToDictionary(outcome => outcome.Case, outcome => outcome.Error) : throw new InvalidOperationException(errors);
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments)
    {
        // No compiled files beside the sources.
        using var python = Process.Start(new ProcessStartInfo(Python, ["-B", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, output, errors.Result);
    }

    private sealed record Outcome(string Case, string? Error);
}
