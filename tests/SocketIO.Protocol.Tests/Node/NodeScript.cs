using System.Diagnostics;

namespace SocketIO.Protocol.Tests;

/// <summary>Runs a script of this folder in Node, with the npm packages that the repository pins.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);

    /// <summary>Gives lines to a script and takes as many back.</summary>
    public static async Task<string[]> RunAsync(string script, IEnumerable<string> lines)
    {
        var root = RepositoryRoot();
        var start = new ProcessStartInfo("node", [Path.Combine(root, "tests", "SocketIO.Protocol.Tests", "Node", script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_PATH"] = Environment.GetEnvironmentVariable("SOCKETIO_NODE_MODULES") ?? Path.Combine(root, "tests", "node", "node_modules");

        using var node = Process.Start(start)!;
        using var limit = new CancellationTokenSource(_limit);
        await using var kill = limit.Token.Register(() => node.Kill());
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();

        await node.StandardInput.WriteAsync(string.Join('\n', lines));
        node.StandardInput.Close();
        await node.WaitForExitAsync();

        Assert.True(node.ExitCode == 0, $"{script} failed; are the packages installed (npm ci in tests/node)? {await errors}");
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;

        while (!File.Exists(Path.Combine(folder, "SocketIO.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
