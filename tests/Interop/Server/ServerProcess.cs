using System.Collections.Concurrent;
using System.Diagnostics;

namespace SocketIO.Tests;

/// <summary>A contract server in a process of its own, from its READY line to its end by SIGTERM.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();

    private ServerProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>The port of the first profile; the others follow at their offsets.</summary>
    public int Port { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>
    /// Starts a program; the port is added to its command line. Between looking for free ports and listening on them somebody else may take one: a program that
    /// ends before it is ready is given others.
    /// </summary>
    public static async Task<ServerProcess> StartAsync(params string[] command)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnceAsync(FreePorts.Base(), command);
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
            }
        }
    }

    /// <summary>Starts a program at a port where one has been before.</summary>
    public static Task<ServerProcess> StartAtAsync(int port, params string[] command) => StartOnceAsync(port, command);

    private static async Task<ServerProcess> StartOnceAsync(int port, string[] command)
    {
        var start = new ProcessStartInfo(command[0], [.. command[1..], "--port", $"{port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        var server = new ServerProcess(Process.Start(start)!, port);
        server._process.ErrorDataReceived += (_, line) => server._errors.Enqueue(line.Data ?? "");
        server._process.BeginErrorReadLine();

        try
        {
            await Wait.For($"the line READY {port} of {string.Join(' ', command)}", server.ReadyAsync(), TimeSpan.FromSeconds(60));
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Asks the process to end, as a service manager does, and answers its exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        }

        return _process.ExitCode;
    }

    /// <summary>Ends the process without giving it a chance to say goodbye.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task ReadyAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == $"READY {Port}")
            {
                // Read on, so that a chatty server never blocks on a full pipe.
                _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return;
            }
        }

        throw new InvalidOperationException($"The server ended before it was ready: {string.Join('\n', _errors)}");
    }
}
