// snippet: testing/test
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
// end

namespace SocketIO.Tests;

/// <summary>The test that the guide's page about testing shows, run.</summary>
// snippet: testing/test
public sealed class ChatTests : IAsyncLifetime
{
    private const string Script = """
        const { io } = require("socket.io-client");
        const assert = require("node:assert");

        const connect = () => new Promise((resolve) => {
          const socket = io(process.argv[1], { forceNew: true });
          socket.on("connect", () => resolve(socket));
        });

        (async () => {
          const [anna, bert] = [await connect(), await connect()];
          const heard = new Promise((resolve) => bert.on("said", resolve));
          anna.emit("say", "hello");
          assert.equal(await heard, "hello");
          process.exit(0);
        })();
        """;

    private readonly WebApplication _app = ChatApplication.Create("--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning");

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task What_one_says_the_others_hear()
    {
        var start = new ProcessStartInfo("node", ["-e", Script, _app.Urls.First()]) { Environment = { ["NODE_PATH"] = NodeScript.Modules } };
        using var node = Process.Start(start)!;

        try
        {
            await node.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            node.Kill();
        }

        Assert.Equal(0, node.ExitCode);
    }
}
// end
