using System.Diagnostics;

namespace SocketIO.Tests;

/// <summary>A client sample as a process of its own: what it prints, what it is typed, how it ends.</summary>
internal sealed class SampleProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private SampleProgram(Process process) => _process = process;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public static SampleProgram Start(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.PathTo("samples", name, "bin", Checkout.Configuration, "net10.0", $"{name}.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        var program = new SampleProgram(new Process { StartInfo = start });
        program._process.OutputDataReceived += (_, line) => program.Keep(line.Data);
        program._process.ErrorDataReceived += (_, line) => program.Keep(line.Data);
        program._process.Start();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    public void Type(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public void EndInput() => _process.StandardInput.Close();

    /// <summary>Waits for a line that contains a text.</summary>
    public async Task<string> SaysAsync(string text)
    {
        await Wait.Until($"a line with \"{text}\"", () => Find(text) is not null || _process.HasExited, () => string.Join('\n', Lines));
        await Wait.Until($"a line with \"{text}\" before the end", () => Find(text) is not null, () => string.Join('\n', Lines), TimeSpan.FromSeconds(2));
        return Find(text)!;
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndsAsync()
    {
        await Wait.For("the end of the sample", _process.WaitForExitAsync());
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        return await EndsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private string? Find(string text) => Lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal));

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }
}
