namespace SocketIO.Tests;

/// <summary>A version of socket.io-client-swift as an application sets it up.</summary>
/// <param name="Name">As the page has it.</param>
/// <param name="Revision">The revision of the Engine.IO protocol.</param>
/// <param name="Query">What it says about that in the URL: nothing at all, up to version 15.</param>
internal sealed record SwiftVersion(string Name, int Revision, string Query)
{
    public Framing Framing => Revision == 3 ? new FramingV3() : new FramingV4();
}
