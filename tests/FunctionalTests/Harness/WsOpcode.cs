namespace SocketIO.FunctionalTests;

/// <summary>The opcodes of RFC 6455.</summary>
internal static class WsOpcode
{
    public const int Continuation = 0;
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;
}
