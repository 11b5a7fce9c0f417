using SocketIO.Differential;
using SocketIO.FunctionalTests;
using SocketIO.Tests;

[assembly: AssemblyFixture(typeof(ServerPair))]

// Plays must have the servers to themselves: what one does would be seen by the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace SocketIO.Differential;

/// <summary>The contract on this server and on npm's packages, both running.</summary>
public sealed class ServerPair : IAsyncLifetime
{
    private ServerProcess? _ours;
    private ServerProcess? _theirs;

    /// <summary>Gets whether one of them has ended by itself, which no transcript may cause.</summary>
    internal string? Ended => _ours!.HasExited ? "This server has ended." : _theirs!.HasExited ? "The reference has ended." : null;

    public async ValueTask InitializeAsync()
    {
        _ours = await ServerProcess.StartAsync("dotnet", Checkout.PathTo("tests", "SocketIO.ContractServer", "bin", Checkout.Configuration, "net10.0", "SocketIO.ContractServer.dll"));
        _theirs = await ServerProcess.StartAsync("node", Checkout.PathTo("tests", "node", "reference-server.mjs"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in (ServerProcess?[])[_ours, _theirs])
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }
    }

    internal Target Ours(Profile profile) => TargetOf(_ours!, profile);

    internal Target Theirs(Profile profile) => TargetOf(_theirs!, profile);

    private static Target TargetOf(ServerProcess server, Profile profile) => new(server.Port + (int)profile, profile switch
    {
        Profile.Strict => "/my-custom-path/",
        Profile.Engine => "/engine.io/",
        _ => "/socket.io/",
    });
}
