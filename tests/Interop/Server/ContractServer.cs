[assembly: AssemblyFixture(typeof(SocketIO.Tests.ContractServer))]

namespace SocketIO.Tests;

/// <summary>The one server that all tests of this assembly talk to.</summary>
public sealed class ContractServer : IAsyncLifetime
{
    private ServerProcess? _process;

    internal int Port => _process?.Port ?? throw new InvalidOperationException("The contract server does not run.");

    public async ValueTask InitializeAsync() => _process = await ServerProcess.StartAsync(Target.Command);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    /// <summary>The address of a profile, with the path that its clients use.</summary>
    internal Uri Url(Profile profile) => new($"http://127.0.0.1:{Port + (int)profile}{PathOf(profile)}");

    internal static string PathOf(Profile profile) => profile switch
    {
        Profile.Strict => "/my-custom-path/",
        Profile.Engine => "/engine.io/",
        _ => "/socket.io/",
    };
}
