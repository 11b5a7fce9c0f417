using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SocketIO.ClientInterop;

/// <summary>A program that takes commands as JSON lines and answers in JSON lines.</summary>
internal sealed class LineProcess : IAsyncDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Task _reading;
    private readonly Lock _gate = new();
    private Action<string>? _listener;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _commands;

    private LineProcess(Process process, string name)
    {
        _process = process;
        Lines = new Lines(name);
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        _reading = ReadAsync(name);
    }

    /// <summary>Gets the lines that nobody else listens to.</summary>
    public Lines Lines { get; }

    public int Id => _process.Id;

    /// <summary>Gets why there will be no more lines, once that is so.</summary>
    public Task<string> Ended => _ended.Task;

    public bool HasExited => _process.HasExited;

    /// <summary>Gets what the program has written for people to read.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>Starts a program and waits until it is ready.</summary>
    public static async Task<LineProcess> StartAsync(string name, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
        };

        var process = new LineProcess(Process.Start(start)!, name);
        await process.Lines.TakeAsync($"the first line of {name}", static line => line.On == "ready");
        return process;
    }

    /// <summary>Gets how many commands have asked for a reply.</summary>
    public int Commands
    {
        get
        {
            lock (_gate)
            {
                return _commands;
            }
        }
    }

    /// <summary>From now on the lines go there; to <see cref="Lines"/> again when it is nobody.</summary>
    public void Listen(Action<string>? listener) => Volatile.Write(ref _listener, listener);

    /// <summary>Sends a command that wants no reply.</summary>
    public void Send(IReadOnlyDictionary<string, object?> command)
    {
        lock (_gate)
        {
            WriteLocked(command);
        }
    }

    /// <summary>Sends a command and answers its number, by which its reply is known.</summary>
    public int Ask(IReadOnlyDictionary<string, object?> command)
    {
        lock (_gate)
        {
            var number = ++_commands;
            WriteLocked(new Dictionary<string, object?>(command) { ["r"] = number });
            return number;
        }
    }

    public Task<Line> ReplyAsync(string what, int number) => Lines.TakeAsync($"the reply to {what}", line => line.Reply == number);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            try
            {
                _process.StandardInput.Close();
                await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(3), TimeProvider.System);
            }
            catch (Exception e) when (e is TimeoutException or IOException)
            {
                _process.Kill();
            }
        }

        await _reading;
        _process.Dispose();
    }

    private void WriteLocked(IReadOnlyDictionary<string, object?> command)
    {
        _process.StandardInput.Write(JsonSerializer.Serialize(command, Json) + "\n");
        _process.StandardInput.Flush();
    }

    private async Task ReadAsync(string name)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            (Volatile.Read(ref _listener) ?? Lines.Add)(line);
        }

        await _process.WaitForExitAsync();
        var reason = $"{name} has ended with code {_process.ExitCode}: {Errors}";
        Lines.End(reason);
        _ended.SetResult(reason);
    }
}
