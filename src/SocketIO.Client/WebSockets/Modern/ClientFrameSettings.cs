using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>What a client expects of a server's frames.</summary>
internal sealed class ClientFrameSettings : FrameSettings
{
    public override bool ExpectsMask => false;
}
