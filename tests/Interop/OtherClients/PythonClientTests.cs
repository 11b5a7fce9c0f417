using System.Diagnostics;

namespace SocketIO.Tests;

/// <summary>Debian's python3-socketio, where it is installed.</summary>
public sealed class PythonClientTests(ContractServer server)
{
    private const string Python = "/usr/bin/python3";

    public static bool IsMissing { get; } = !File.Exists(Python) || Run("-c", "import socketio, requests, websocket").ExitCode != 0;

    [Theory(Skip = "needs Debian's python3-socketio, python3-requests and python3-websocket", SkipWhen = nameof(IsMissing))]
    [InlineData("polling")]
    [InlineData("websocket")]
    [InlineData("upgrade")]
    [Trait("Spec", "SRV-071")]
    public async Task A_whole_conversation(string transport)
    {
        var script = Path.Combine(Target.Root, "tests", "Interop", "Python", "client.py");
        var url = server.Url(Profile.Main).GetLeftPart(UriPartial.Authority);
        var (exitCode, output) = await Wait.For("the Python client", Task.Run(() => Run(script, url, transport)), TimeSpan.FromSeconds(60));
        Assert.True(exitCode == 0 && output.EndsWith("ok\n", StringComparison.Ordinal), output);
    }

    private static (int ExitCode, string Output) Run(params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, errors.Result + output);
    }
}
