using System.Buffers;
using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// Bodies for browsers that cannot make requests across origins: answers are scripts that call <c>___eio[0]("…")</c>, POSTs come from a form.
/// </summary>
/// <param name="index">Which of the page's callbacks is meant: checked digits, see <see cref="IsIndex"/>.</param>
internal sealed class JsonpFormat(string index) : PollingFormat
{
    private const int MaxIndexDigits = 9;

    // A form has no place for bytes.
    public override bool TakesBinaryBodies => false;

    /// <summary>Says whether a text may stand in a script as an index: anything else could be code.</summary>
    /// <param name="text">The parameter of the request.</param>
    public static bool IsIndex(ReadOnlySpan<char> text)
        => text.Length is > 0 and <= MaxIndexDigits && !text.ContainsAnyExceptInRange('0', '9');

    public override bool TryOpen(Memory<byte> body, bool isBinary, out PostedPackets packets)
    {
        var isForm = JsonpForm.TryRead(body, out var payload);
        packets = new PostedPackets(payload, PayloadFraming.TextLengths);
        return isForm;
    }

    public override PollingResponse Write(in PollAnswer answer)
    {
        var payload = BodyFor(answer.Packets);

        // Binary messages as base64, whatever the client has said: bytes cannot stand in a script.
        foreach (var packet in answer.Packets)
        {
            EnginePayloadWriterV3.WriteText(payload, packet);
        }

        var script = new ArrayBufferWriter<byte>(payload.WrittenCount + (payload.WrittenCount / 8) + 32);
        script.Write("___eio["u8);
        script.Write(Encoding.ASCII.GetBytes(index));
        script.Write("]("u8);
        ScriptText.WriteString(script, payload.WrittenSpan);
        script.Write(");"u8);
        return PollingResponse.ForScript(script.WrittenMemory, answer.Compress);
    }
}
