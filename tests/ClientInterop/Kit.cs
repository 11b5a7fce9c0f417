using System.Collections.Concurrent;
using SocketIO.Tests;

[assembly: AssemblyFixture(typeof(SocketIO.ClientInterop.Kit))]
[assembly: CollectionBehavior(MaxParallelThreads = 6)]

namespace SocketIO.ClientInterop;

/// <summary>The servers that all scripts share, and the way to play a script with both clients.</summary>
public sealed class Kit : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Lazy<Task<LineProcess>>> _npm = new();
    private readonly ConcurrentDictionary<string, ConcurrentBag<LineProcess>> _idle = new();
    private readonly Lazy<Task<LineProcess>> _python = new(static () => LineProcess.StartAsync("server in Python", "/usr/bin/python3", Checkout.PathTo("tests", "ClientInterop", "Python", "server.py")));
    private int _plays;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _npm.Values)
        {
            await (await process.Value).DisposeAsync();
        }

        if (_python.IsValueCreated)
        {
            await (await _python.Value).DisposeAsync();
        }

        foreach (var process in _idle.Values.SelectMany(idle => idle))
        {
            await process.DisposeAsync();
        }
    }

    /// <summary>Plays a script with npm's client and with ours, and fails when the two can be told from each other.</summary>
    internal async Task SameAsync(Func<Play, Task> script)
    {
        var transcripts = await Task.WhenAll(Play.RunAsync(this, "npm", Programs.Npm, script), Play.RunAsync(this, "ours", Programs.Ours, script));
        Agreement.Check(transcripts[0], transcripts[1]);
    }

    /// <summary>Plays a script with ours alone, where npm's client does what nobody should.</summary>
    internal async Task OursAsync(Func<Play, Task> script)
    {
        Assert.SkipWhen(Programs.IsReference, "npm's client is known to do something else.");
        var transcript = await Play.RunAsync(this, "ours", Programs.Ours, script);
        Assert.True(transcript.Failure is null, transcript.ToString());
    }

    /// <summary>The process that runs npm's server in a version; it starts when it is first needed.</summary>
    internal Task<LineProcess> NpmAsync(string version)
        => _npm.GetOrAdd(version, static v => new(() => LineProcess.StartAsync($"server {v}", "node", Programs.NodeFile("server.mjs"), v))).Value;

    /// <summary>The port of the server in Python.</summary>
    internal async Task<int> PythonAsync() => (await _python.Value).Lines.All[0].Json.GetProperty("port").GetInt32();

    /// <summary>A client for one play: starting the program takes longer than most plays, so it is used again and again.</summary>
    internal async Task<Driver> DriverAsync(string name, string[] program)
    {
        var idle = _idle.GetOrAdd(name, static _ => []);

        while (idle.TryTake(out var rested))
        {
            if (!rested.HasExited)
            {
                return new Driver(rested, Interlocked.Increment(ref _plays), idle);
            }

            await rested.DisposeAsync();
        }

        return new Driver(await LineProcess.StartAsync(name, program), Interlocked.Increment(ref _plays), idle);
    }
}
