using System.Runtime.CompilerServices;

namespace SocketIO.Protocol;

/// <summary>
/// Bounds what a peer may send in one packet.
/// </summary>
public sealed class PacketLimits
{
    /// <summary>Gets the limits that apply unless others are given.</summary>
    public static PacketLimits Default { get; } = new();

    /// <summary>Gets the largest number of binary attachments of one packet.</summary>
    /// <value>The default is 10, as in the reference implementation; at most 99,999.</value>
    public int MaxAttachments
    {
        get;
        init => field = Within(value, 0, 99_999);
    } = 10;

    /// <summary>Gets the largest size in bytes of one packet: its text and all its attachments.</summary>
    /// <value>The default is 10,000,000 bytes.</value>
    public int MaxPacketBytes
    {
        get;
        init => field = Within(value, 1, int.MaxValue);
    } = 10_000_000;

    /// <summary>Gets how deep arrays and objects may be nested. The array that holds an event's arguments counts.</summary>
    /// <value>The default is 64, that of <see cref="System.Text.Json"/>; at most 1,024.</value>
    /// <remarks>
    /// What is nested more deeply than the serializer's <see cref="System.Text.Json.JsonSerializerOptions.MaxDepth"/> can be read as a
    /// <see cref="System.Text.Json.JsonElement"/> only: raise both.
    /// </remarks>
    public int MaxJsonDepth
    {
        get;
        init => field = Within(value, 1, JsonValidator.DepthLimit);
    } = 64;

    /// <summary>Gets the largest length of a namespace, in UTF-16 characters.</summary>
    /// <value>The default is 512.</value>
    public int MaxNamespaceLength
    {
        get;
        init => field = Within(value, 1, int.MaxValue);
    } = 512;

    /// <summary>Gets the largest size in bytes of the JSON that a connect packet carries.</summary>
    /// <value>The default is 16,384 bytes.</value>
    public int MaxAuthBytes
    {
        get;
        init => field = Within(value, 0, int.MaxValue);
    } = 16_384;

    private static int Within(int value, int min, int max, [CallerMemberName] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, min, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max, name);
        return value;
    }
}
