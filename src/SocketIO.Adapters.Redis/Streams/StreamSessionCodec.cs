using SocketIO.Protocol;
using SocketIO.Protocol.MessagePack;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Sessions as they lie in Redis: MessagePack in base 64.
/// </summary>
internal static class StreamSessionCodec
{
    public static byte[] Write(ClusterSession session, ClusterStore store, IArgumentSerializer serializer)
    {
        var text = ClusterSessionCodec.Write(session, store, serializer);
        return StreamEntryCodec.ToBase64(JsonBridge.ToMessagePack(text.Json.Span, text.Attachments));
    }

    /// <summary>Reads a session. Never throws.</summary>
    /// <returns><see langword="null"/> for what is none.</returns>
    public static ClusterSession? Read(byte[] base64, ClusterStore store)
        => StreamEntryCodec.TryReadText(base64, out var text) && ClusterSessionCodec.TryRead(text, store, out var session) ? session : null;
}
