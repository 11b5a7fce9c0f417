namespace SocketIO.Engine;

/// <summary>
/// The wording of close reasons.
/// </summary>
public static class CloseReasonExtensions
{
    /// <summary>
    /// Gets the text by which every Socket.IO implementation knows the reason.
    /// </summary>
    /// <param name="reason">The reason.</param>
    /// <returns>For example <c>transport close</c>; an empty string for <see cref="CloseReason.None"/>.</returns>
    public static string ToProtocolText(this CloseReason reason) => reason switch
    {
        CloseReason.TransportError => "transport error",
        CloseReason.TransportClose => "transport close",
        CloseReason.ForcedClose => "forced close",
        CloseReason.PingTimeout => "ping timeout",
        CloseReason.ParseError => "parse error",
        _ => string.Empty,
    };
}
