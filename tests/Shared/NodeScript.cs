using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace SocketIO.Tests;

/// <summary>Runs a script in Node against the pinned npm packages, to compare with what the JavaScript implementation does.</summary>
internal static class NodeScript
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Gets the folder of the installed packages.</summary>
    public static string Modules { get; } = FindModules();

    /// <summary>
    /// Runs the body of a function <c>(input) => output</c> for one input.
    /// </summary>
    public static async Task<TOutput> RunAsync<TOutput>(string body, object? input)
    {
        var script = $$"""
            const chunks = [];
            process.stdin.on("data", c => chunks.push(c)).on("end", async () => {
              const run = async (input) => { {{body}} };
              process.stdout.write(JSON.stringify(await run(JSON.parse(Buffer.concat(chunks).toString()))));
            });
            """;

        var start = new ProcessStartInfo("node")
        {
            ArgumentList = { "-e", script },
            Environment = { ["NODE_PATH"] = Modules },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
        };

        using var node = Process.Start(start) ?? throw new InvalidOperationException("Node did not start.");
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(input, JsonSerializerOptions.Web));
        node.StandardInput.Close();
        await Wait.For("the Node script to end", Task.WhenAll(output, errors, node.WaitForExitAsync()));

        return node.ExitCode == 0
            ? JsonSerializer.Deserialize<TOutput>(await output, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException(await errors);
    }

    private static string FindModules()
    {
        var modules = Checkout.PathTo("tests", "node", "node_modules");

        return Directory.Exists(modules)
            ? modules
            : throw new DirectoryNotFoundException("The npm packages are not installed: run 'npm ci' in tests/node.");
    }
}
