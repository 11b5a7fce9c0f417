using BenchmarkDotNet.Attributes;
using SocketIO.Tests.InMemory;

namespace SocketIO.Benchmarks;

/// <summary>A server under Kestrel, without a network: from the bytes of a client's frame to those that it is sent.</summary>
public abstract class ServerBenchmarks
{
    private protected MemoryServer Server { get; private set; } = null!;

    private protected MemoryClient[] Clients { get; private set; } = [];

    protected virtual int ClientCount => 1;

    // The toolchain that runs benchmarks in this process does not await.
    [GlobalSetup]
    public void SetUp() => SetUpAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void CleanUp() => Server.DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Registers handlers before the clients come.</summary>
    protected virtual void Register()
    {
    }

    /// <summary>Does what is left to do when the clients are connected.</summary>
    protected virtual void Prepare()
    {
    }

    private protected long DrainAll()
    {
        var bytes = 0L;

        foreach (var client in Clients)
        {
            bytes += client.Drain();
        }

        return bytes;
    }

    private async Task SetUpAsync()
    {
        Server = await MemoryServer.StartAsync();
        Register();
        Clients = await Server.ConnectAsync(ClientCount);
        Prepare();
    }
}
