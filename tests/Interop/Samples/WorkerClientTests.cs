using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Server;

namespace SocketIO.Tests;

/// <summary>samples/WorkerClient, in front of a server that counts its measurements and cuts its connections.</summary>
public sealed class WorkerClientTests : IAsyncLifetime
{
    private readonly ConcurrentDictionary<Guid, int> _measurements = new();
    private readonly ConcurrentQueue<string> _goodbyes = new();
    private readonly WebApplication _app;
    private readonly SocketIOServer _io;
    private volatile bool _isDeaf;

    public WorkerClientTests()
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Error"]);
        builder.Services.AddSocketIO();
        _app = builder.Build();
        _io = _app.MapSocketIO();
        _io.OnDisconnect((ServerSocket _, string reason) => _goodbyes.Enqueue(reason));
        _io.On("measurement", async (Ack ack, JsonElement measurement) =>
        {
            _measurements.AddOrUpdate(measurement.GetProperty("id").GetGuid(), 1, (_, count) => count + 1);

            if (!_isDeaf)
            {
                await ack.SendAsync();
            }
        });
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    [Trait("Spec", "CLI-069")]
    [Trait("Spec", "CLI-071")]
    public async Task Measurements_arrive_at_least_once_through_lost_connections()
    {
        await using var worker = SampleProgram.Start("WorkerClient", _app.Urls.First());
        await Wait.Until("three measurements", () => _measurements.Count >= 3, () => _measurements.Count);

        // One arrives and is not acknowledged: it has to come again.
        _isDeaf = true;
        var before = _measurements.Count;
        await Wait.Until("one that is not answered", () => _measurements.Count > before, () => _measurements.Count);
        Assert.Single(_io.Sockets).Connection.Close();
        _isDeaf = false;
        await Wait.Until("measurements after the loss", () => _measurements.Count > before + 3, () => _measurements.Count);
        Assert.Contains(_measurements.Values, count => count == 2);

        Assert.Equal(0, await worker.StopAsync());
        await Wait.Until("goodbye", () => _goodbyes.Contains("client namespace disconnect"), () => string.Join(", ", _goodbyes));
        await worker.SaysAsync("Everything is delivered");
        Assert.DoesNotContain(worker.Lines, line => line.Contains("given up", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Spec", "CLI-059")]
    public async Task It_asks_again_when_the_server_has_sent_it_away()
    {
        await using var worker = SampleProgram.Start("WorkerClient", _app.Urls.First());
        await Wait.Until("a measurement", () => !_measurements.IsEmpty);
        await Assert.Single(_io.Sockets).DisconnectAsync(close: true);

        var before = _measurements.Count;
        await Wait.Until("measurements of the next connection", () => _measurements.Count > before + 2, () => _measurements.Count);
        Assert.Contains("server namespace disconnect", _goodbyes);
    }
}
