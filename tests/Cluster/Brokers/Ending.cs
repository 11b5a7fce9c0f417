namespace SocketIO.Tests.Cluster;

/// <summary>Ends something that can only be disposed of synchronously.</summary>
internal sealed class Ending(IDisposable disposable) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        disposable.Dispose();
        return default;
    }
}
