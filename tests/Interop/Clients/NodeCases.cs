using System.Diagnostics;
using System.Text.Json;

namespace SocketIO.Tests;

/// <summary>The cases of tests/node/interop, asked of Node once, as rows of theories.</summary>
internal static class NodeCases
{
    private static readonly Lazy<NodeCase[]> All = new(() => List<NodeCase>(Script));

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    public static string Script => Path.Combine(Target.NodeFolder, "interop", "run.mjs");

    public static IEnumerable<TheoryDataRow<string>> RowsOf(string transport)
        => All.Value.Where(c => c.Transports.Contains(transport)).Select(c => Row(c, transport));

    /// <summary>The lines that a script prints when it is asked for its cases.</summary>
    public static T[] List<T>(string script)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [script, "--list"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = node.StandardError.ReadToEndAsync();
        var lines = node.StandardOutput.ReadToEnd();
        node.WaitForExit();

        return node.ExitCode == 0
            ? [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<T>(line, Json)!)]
            : throw new InvalidOperationException($"Node cannot list the cases; run \"npm ci\" in tests/node. It says: {errors.Result}");
    }

    private static TheoryDataRow<string> Row(NodeCase node, string transport)
    {
        var row = new TheoryDataRow<string>(node.Case) { TestDisplayName = $"{transport}: {node.Case}" };

        foreach (var number in node.Spec)
        {
            row.WithTrait("Spec", number);
        }

        return row;
    }
}
