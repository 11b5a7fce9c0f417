using System.Buffers;
using System.Buffers.Text;

namespace SocketIO.Protocol;

/// <summary>
/// Checks, writes and renumbers the placeholders that stand for attachments in JSON.
/// </summary>
internal static class Placeholders
{
    // {"_placeholder":true,"num":0} is the shortest there is; more attachments than would fit cannot all be named.
    private const int MinLength = 29;

    private const int MaxNumberLength = 10;

    private const int StackLimit = 256;

    private static ReadOnlySpan<byte> Prefix => "{\"_placeholder\":true,\"num\":"u8;

    /// <summary>Checks that each placeholder names an attachment and each attachment is named.</summary>
    /// <param name="json">Valid JSON.</param>
    /// <param name="attachments">The number of attachments.</param>
    public static PacketError Validate(ReadOnlySpan<byte> json, int attachments)
    {
        // Also keeps the peer's number from deciding how much is allocated below.
        if (attachments > json.Length / MinLength)
        {
            return PacketError.UnreferencedAttachment;
        }

        Span<bool> isNamed = attachments <= StackLimit ? stackalloc bool[StackLimit] : new bool[attachments];
        isNamed = isNamed[..attachments];
        var reader = new PlaceholderReader(json);
        var previousStart = -1;

        while (reader.TryRead(out var placeholder))
        {
            // One inside another: the inner one would be lost with the object that is replaced. No encoder writes that.
            if ((uint)placeholder.Number >= (uint)attachments || placeholder.Start < previousStart)
            {
                return PacketError.InvalidPlaceholder;
            }

            isNamed[placeholder.Number] = true;
            previousStart = placeholder.Start;
        }

        return isNamed.Contains(false) ? PacketError.UnreferencedAttachment : PacketError.None;
    }

    /// <summary>Writes a placeholder.</summary>
    /// <param name="output">Receives the JSON.</param>
    /// <param name="number">The index of the attachment.</param>
    public static void Write(IBufferWriter<byte> output, int number)
    {
        var span = output.GetSpan(Prefix.Length + MaxNumberLength + 1);
        output.Advance(Format(span, number));
    }

    /// <summary>Formats a placeholder.</summary>
    /// <param name="destination">Receives the JSON, at most 38 bytes.</param>
    /// <param name="number">The index of the attachment.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Format(Span<byte> destination, int number)
    {
        Prefix.CopyTo(destination);
        Utf8Formatter.TryFormat(number, destination[Prefix.Length..], out var digits);
        destination[Prefix.Length + digits] = (byte)'}';
        return Prefix.Length + digits + 1;
    }

    /// <summary>Reads a placeholder in the form in which it is usually written.</summary>
    /// <param name="json">A JSON value whose placeholders were checked.</param>
    /// <param name="number">The index of the attachment.</param>
    /// <returns><see langword="false"/> if it is no placeholder or written in another way.</returns>
    public static bool TryParse(ReadOnlySpan<byte> json, out int number)
    {
        number = 0;
        return json.StartsWith(Prefix)
            && Utf8Parser.TryParse(json[Prefix.Length..], out number, out var digits)
            && Prefix.Length + digits == json.Length - 1;
    }

    /// <summary>Copies a value that was received into a packet of our own, its attachments with new numbers.</summary>
    /// <param name="output">Receives the JSON.</param>
    /// <param name="json">The value, whose placeholders were checked.</param>
    /// <param name="source">The attachments that the value's placeholders refer to.</param>
    /// <param name="target">The attachments of the new packet, to which those are added.</param>
    public static void Copy(IBufferWriter<byte> output, ReadOnlySpan<byte> json, ReadOnlyMemory<byte>[] source, List<ReadOnlyMemory<byte>> target)
    {
        var reader = new PlaceholderReader(json);
        var copied = 0;

        while (reader.TryRead(out var placeholder))
        {
            output.Write(json[copied..placeholder.Start]);
            Write(output, target.Count);
            target.Add(source[placeholder.Number]);
            copied = placeholder.End;
        }

        output.Write(json[copied..]);
    }
}
