using System.Net;

namespace SocketIO.Tests;

/// <summary>A body that leaves in two parts, a moment apart.</summary>
internal sealed class SplitContent(byte[] body, int at) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(body.AsMemory(0, at));
        await stream.FlushAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        await stream.WriteAsync(body.AsMemory(at));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
