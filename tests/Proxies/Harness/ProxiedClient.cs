using System.Diagnostics;
using System.Text;
using System.Text.Json;
using SocketIO.Tests;

namespace SocketIO.Proxies;

/// <summary>npm's client in a process of its own.</summary>
internal sealed class ProxiedClient : IAsyncDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<ClientLine> _lines = [];
    private readonly Dictionary<string, int> _taken = [];

    private ProxiedClient(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
    }

    /// <param name="options">Those of <c>io()</c>.</param>
    /// <param name="localAddress">The address from which it connects.</param>
    public static ProxiedClient Start(Uri url, object options, string? localAddress = null)
    {
        _ = NodeScript.Modules;
        var input = JsonSerializer.Serialize(new { url, localAddress, options }, JsonSerializerOptions.Web);

        var process = Process.Start(new ProcessStartInfo("node", [Checkout.PathTo("tests", "node", "proxies", "client.mjs"), input])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
        });

        return new ProxiedClient(process ?? throw new InvalidOperationException("Node did not start."));
    }

    /// <summary>The options for one of the three ways to connect: polling, websocket, or polling with the upgrade.</summary>
    public static Dictionary<string, object> Over(string transport, bool reconnection = false)
    {
        var options = new Dictionary<string, object> { ["reconnection"] = reconnection, ["reconnectionDelay"] = 50, ["randomizationFactor"] = 0 };

        if (transport is not "upgrade")
        {
            options["transports"] = new[] { transport };
        }

        return options;
    }

    /// <summary>Connects, and with the upgrade waits for it.</summary>
    public static async Task<ProxiedClient> ConnectAsync(Uri url, string transport, string? localAddress = null)
    {
        var client = Start(url, Over(transport), localAddress);

        try
        {
            await client.NextAsync("connect");

            if (transport is "upgrade")
            {
                await client.NextAsync("upgrade");
            }
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }

        return client;
    }

    /// <summary>Waits for the next line of a kind.</summary>
    public async Task<ClientLine> NextAsync(string on)
    {
        ClientLine? found = null;
        await Wait.Until($"the client tells \"{on}\"", () => (found = Take(on)) is not null || _process.HasExited, Seen);
        return found ?? Take(on) ?? throw new InvalidOperationException($"The client has ended: {await _errors} {Seen()}");
    }

    /// <summary>Emits with an acknowledgement and returns what came back.</summary>
    public async Task<ClientLine> AskAsync(string name, params object[] arguments)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { @event = name, args = arguments.Select(Packed) }));
        await _process.StandardInput.FlushAsync();
        var reply = await NextAsync("reply");
        Assert.Null(reply.Message);
        return reply;
    }

    public async Task<string> WhoAsync() => (await AskAsync("whoami")).Answer.GetString()!;

    /// <summary>Gets the lines of a kind that have come so far.</summary>
    public IReadOnlyList<ClientLine> All(string on)
    {
        lock (_lines)
        {
            return [.. _lines.Where(line => line.On == on)];
        }
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static object Packed(object argument)
        => argument is byte[] bytes ? new Dictionary<string, string> { ["$bytes"] = Convert.ToBase64String(bytes) } : argument;

    private ClientLine? Take(string on)
    {
        lock (_lines)
        {
            var taken = _taken.GetValueOrDefault(on);

            if (_lines.Where(line => line.On == on).ElementAtOrDefault(taken) is { } line)
            {
                _taken[on] = taken + 1;
                return line;
            }

            return null;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_lines)
            {
                _lines.Add(JsonSerializer.Deserialize<ClientLine>(line, JsonSerializerOptions.Web)!);
            }
        }
    }

    private string Seen()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }
}
