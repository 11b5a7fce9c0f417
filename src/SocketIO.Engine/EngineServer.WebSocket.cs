using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

public sealed partial class EngineServer
{
    private static Task OpenWebSocketAsync(HttpContext context, string id, UnjoinedReservation reservation) => throw new NotSupportedException();

    private static Task UpgradeSessionAsync(HttpContext context, EngineSession session) => throw new NotSupportedException();

    /// <summary>Opens a session without a network.</summary>
    internal EngineSession OpenLoopback(LoopbackTransport transport, HandshakeRequest request)
    {
        Sessions.TryReserveUnjoined("loopback");
        var session = new EngineSession(this, SessionId.New(), request, transport, new UnjoinedReservation(Sessions, "loopback"));
        Sessions.TryAdd(session);
        session.Open(Handshake(session.Id, s_noUpgrade), InitialPacket(), _connect);
        return session;
    }
}
