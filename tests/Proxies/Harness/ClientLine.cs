using System.Text.Json;

namespace SocketIO.Proxies;

/// <summary>What a client has written: what happened, and what is known of it.</summary>
internal sealed record ClientLine(
    string On, string? Transport, string? Session, string? Reason, string? Message, string? Description, int? Status, string? Body, string? Event, JsonElement Answer)
{
    /// <summary>Gets the bytes that the answer is.</summary>
    public byte[] ToBytes() => Answer.GetProperty("$bytes").GetBytesFromBase64();
}
