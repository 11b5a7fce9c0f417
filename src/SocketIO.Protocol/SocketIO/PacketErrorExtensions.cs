namespace SocketIO.Protocol;

/// <summary>
/// Words for a <see cref="PacketError"/>.
/// </summary>
public static class PacketErrorExtensions
{
    /// <summary>Says what is wrong in the words of the JavaScript implementation, which applications may compare with.</summary>
    /// <param name="error">The error.</param>
    /// <param name="packet">The packet that was refused, if at hand: an unknown type is then named.</param>
    /// <returns>The text, for example <c>invalid payload</c>.</returns>
    public static string ToReferenceText(this PacketError error, ReadOnlySpan<byte> packet = default) => throw new NotImplementedException();

    /// <summary>Says what is wrong, and which option to change if a limit was exceeded. Contains nothing that the peer sent.</summary>
    /// <param name="error">The error.</param>
    /// <returns>The text, for logs.</returns>
    public static string ToDescription(this PacketError error) => throw new NotImplementedException();
}
