using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SocketIO.Protocol;

/// <content>Events, and what can be added to one that is encoded already. Attachments are shared, not copied.</content>
public sealed partial class EncodedPacket
{
    private const int MaxAckIdDigits = 19;

    /// <summary>Gets a value indicating whether this is an event, with or without attachments.</summary>
    public bool IsEvent => Text.Span is [(byte)'4', (byte)('0' + (byte)PacketType.Event) or (byte)('0' + (byte)PacketType.BinaryEvent), ..];

    /// <summary>Gets a value indicating whether this is an event that asks for an acknowledgement.</summary>
    public bool HasAckId => IsEvent && Text.Span[FindAckId()] is not (byte)'[';

    /// <summary>Gets the JSON of an event: an array with its name and arguments.</summary>
    internal ReadOnlyMemory<byte> Payload => Text[(FindAckId() + Text.Span[FindAckId()..].IndexOf((byte)'['))..];

    /// <summary>Makes an event that asks for an acknowledgement out of one that does not.</summary>
    /// <param name="ackId">The id of the acknowledgement.</param>
    /// <exception cref="InvalidOperationException">The packet is no event, or asks for one already.</exception>
    public EncodedPacket WithAckId(long ackId)
    {
        if (!IsEvent || HasAckId)
        {
            throw new InvalidOperationException("Only events that ask for no acknowledgement can be made to.");
        }

        Span<byte> digits = stackalloc byte[MaxAckIdDigits];
        Utf8Formatter.TryFormat(ackId, digits, out var length);
        return Insert(FindAckId(), digits[..length]);
    }

    /// <summary>Makes an event with one more argument, after the others.</summary>
    /// <param name="json">The argument: one JSON value in UTF-8.</param>
    /// <exception cref="InvalidOperationException">The packet is no event.</exception>
    public EncodedPacket WithArgument(ReadOnlySpan<byte> json)
    {
        if (!IsEvent)
        {
            throw new InvalidOperationException("Only events have arguments.");
        }

        // The event's name precedes: there always is something to put the comma behind.
        return Insert(Text.Length - 1, [(byte)',', .. json]);
    }

    /// <summary>Makes an event out of its JSON.</summary>
    /// <param name="ns">The namespace, <c>/</c> for the main one.</param>
    /// <param name="payload">An array with the event's name and arguments, which is valid JSON in UTF-8. It is copied.</param>
    /// <param name="attachments">What its placeholders refer to. They must not be changed afterwards.</param>
    internal static EncodedPacket OfEvent(string ns, ReadOnlySpan<byte> payload, ReadOnlyMemory<byte>[] attachments)
    {
        var header = new StringBuilder(attachments.Length == 0 ? "42" : string.Create(CultureInfo.InvariantCulture, $"45{attachments.Length}-"));

        if (ns is not "/")
        {
            header.Append(ns).Append(',');
        }

        return new EncodedPacket([.. Encoding.UTF8.GetBytes(header.ToString()), .. payload], attachments);
    }

    private EncodedPacket Insert(int position, ReadOnlySpan<byte> added)
    {
        var text = new byte[Text.Length + added.Length];
        Text.Span[..position].CopyTo(text);
        added.CopyTo(text.AsSpan(position));
        Text.Span[position..].CopyTo(text.AsSpan(position + added.Length));
        return new EncodedPacket(text, _attachments);
    }

    // 4 2 [ "/" namespace "," ] <here> [...]
    // 4 5 attachments "-" [ "/" namespace "," ] <here> [...]
    private int FindAckId()
    {
        var text = Text.Span;
        var at = 2;

        if (text[1] is (byte)('0' + (byte)PacketType.BinaryEvent))
        {
            at += text[at..].IndexOf((byte)'-') + 1;
        }

        if (text[at] is (byte)'/')
        {
            at += text[at..].IndexOf((byte)',') + 1;
        }

        return at;
    }
}
