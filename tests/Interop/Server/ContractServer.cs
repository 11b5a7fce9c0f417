using System.Collections.Concurrent;

[assembly: AssemblyFixture(typeof(SocketIO.Tests.ContractServer))]

namespace SocketIO.Tests;

/// <summary>The one server that all tests of this assembly talk to.</summary>
public sealed class ContractServer : IAsyncLifetime
{
    private readonly ConcurrentBag<IAsyncDisposable> _owned = [];
    private ServerProcess? _process;

    internal int Port => _process?.Port ?? throw new InvalidOperationException("The contract server does not run.");

    public async ValueTask InitializeAsync() => _process = await ServerProcess.StartAsync(Target.Command);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _owned)
        {
            await client.DisposeAsync();
        }

        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    /// <summary>Ends what talks to the server before the server itself.</summary>
    internal T Owns<T>(T client)
        where T : IAsyncDisposable
    {
        _owned.Add(client);
        return client;
    }

    /// <summary>The address of a profile, with the path that its clients use.</summary>
    internal Uri Url(Profile profile) => new($"http://127.0.0.1:{Port + (int)profile}{PathOf(profile)}");

    internal static string PathOf(Profile profile) => profile switch
    {
        Profile.Strict or Profile.StrictEio3 => "/my-custom-path/",
        Profile.Engine => "/engine.io/",
        _ => "/socket.io/",
    };
}
