using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SocketIO.Tests;

/// <summary>A sample as a process of its own, on a port that stays the same when it is started again.</summary>
internal sealed class SampleServer(string name, params string[] arguments) : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private readonly int _port = FreePort();
    private readonly List<string> _output = [];
    private Process? _process;

    public Uri Address => new($"http://localhost:{_port}/");

    public async Task StartAsync()
    {
        var sample = Path.Combine(Checkout.Root, "samples", name);
        var program = Path.Combine(sample, "bin", Checkout.Configuration, "net10.0", $"{name}.dll");

        _process = new Process
        {
            StartInfo = new("dotnet", [program, "--urls", $"http://localhost:{_port}", .. arguments])
            {
                WorkingDirectory = sample,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };

        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        await Wait.Until($"the sample {name} answers", () => _process.HasExited || Answers(), Output, TimeSpan.FromSeconds(60));
        Assert.False(_process.HasExited, $"The sample {name} ended: {Output()}");
    }

    /// <summary>Ends it without a word, as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public string Output()
    {
        lock (_output)
        {
            return string.Join('\n', _output);
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.Add(line ?? string.Empty);
        }
    }

    private bool Answers()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Address);
            using var response = Http.Send(request);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
