namespace SocketIO.ClientInterop;

internal sealed partial class Play
{
    /// <summary>Starts a server of npm's current version for this play alone.</summary>
    public Task<NpmServer> ServerAsync(object? options = null) => ServerAsync("4.8.4", options);

    public async Task<NpmServer> ServerAsync(string version, object? options = null)
        => Owns(await NpmServer.StartAsync(await _kit.NpmAsync(version), options));
}
