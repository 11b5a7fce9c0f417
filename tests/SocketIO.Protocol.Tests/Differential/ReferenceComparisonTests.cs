using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SocketIO.Protocol.Tests;

/// <summary>
/// The reference's decoder and ours see the same transcripts. What ours accepts must come out the same; what it refuses and the
/// reference does not must be one of the differences told in docs/protocol/differences.md.
/// </summary>
public sealed partial class ReferenceComparisonTests
{
    private static readonly int _transcripts = FuzzSize.Of(6000);

    [Fact]
    [Trait("Spec", "PAR-001")]
    [Trait("Spec", "PAR-009")]
    [Trait("Spec", "PAR-010")]
    [Trait("Spec", "PAR-012")]
    [Trait("Spec", "PAR-016")]
    [Trait("Spec", "PAR-018")]
    public async Task Transcripts_are_decoded_as_by_the_reference()
    {
        var generator = new FrameGenerator(20);
        var transcripts = Enumerable.Range(0, _transcripts).Select(_ => generator.Transcript()).ToArray();
        var answers = await ReferenceDecoder.RunAsync(transcripts);
        Assert.Equal(_transcripts, answers.Length);

        var accepted = 0;
        var refused = new Dictionary<PacketError, int>();

        for (var i = 0; i < _transcripts; i++)
        {
            var packets = new List<(Decoded Packet, EventArguments Whole)>();
            var (failedAt, error) = Decode(transcripts[i], packets);
            Compare(transcripts[i], answers[i], packets, failedAt, error);
            accepted += packets.Count;
            refused[error] = refused.GetValueOrDefault(error) + 1;
        }

        // The comparison is worth something only if it has seen much of everything.
        Assert.InRange(accepted, _transcripts / 3, int.MaxValue);
        PacketError[] notFromText =
        [
            PacketError.InvalidUtf8, PacketError.NamespaceTooLong, PacketError.AuthTooLarge, PacketError.PacketTooLarge,
            PacketError.InvalidNamespace, PacketError.InvalidAckId, PacketError.InvalidEncoding,
        ];
        Assert.All(
            Enum.GetValues<PacketError>().Except(notFromText),
            e => Assert.True(refused.GetValueOrDefault(e) >= 5, $"{e} was seen {refused.GetValueOrDefault(e)} times"));
    }

    private static void Compare(List<object> transcript, JsonElement answer, List<(Decoded Packet, EventArguments Whole)> packets, int failedAt, PacketError error)
    {
        var context = $"{JsonSerializer.Serialize(transcript.Select(ReferenceDecoder.ToJson))}\nours: {failedAt} {error}, reference: {answer}";
        var theirs = answer.GetProperty("packets").EnumerateArray().ToArray();
        var theyFailedAt = answer.GetProperty("failedAt").GetInt32();

        for (var i = 0; i < packets.Count; i++)
        {
            Assert.True(i < theirs.Length, context);
            Assert.True(IsSame(theirs[i], packets[i].Packet, packets[i].Whole), context);
        }

        if (failedAt < 0 || (theyFailedAt >= 0 && theyFailedAt < failedAt))
        {
            // Never more lenient.
            Assert.True(theyFailedAt == failedAt && theirs.Length == packets.Count, context);
        }
        else if (theyFailedAt != failedAt)
        {
            // Ours finds wrong placeholders before the attachments have come.
            var isEarly = error is PacketError.InvalidPlaceholder && (theyFailedAt > failedAt || theirs.Length == packets.Count);
            Assert.True(isEarly || IsToldDifference(error, transcript[failedAt] as string ?? ""), context);
        }
    }

    private static bool IsToldDifference(PacketError error, string text) => error switch
    {
        PacketError.MissingPayload or PacketError.NumberOutOfRange or PacketError.PayloadTooDeep => true,
        PacketError.AckIdOutOfRange or PacketError.UnexpectedAckId or PacketError.UnreferencedAttachment => true,
        PacketError.UnknownType => text.Length == 0 || IsBlank(text[0]),
        PacketError.InvalidAttachmentCount => !PlainCount().IsMatch(text),
        PacketError.TooManyAttachments => LongCount().IsMatch(text),
        PacketError.InvalidEventName => FractionalName().IsMatch(text),
        PacketError.InvalidPlaceholder => FractionalNumber().IsMatch(text),
        PacketError.InvalidPayload => BlankBeforePayload().IsMatch(text),
        _ => false,
    };

    // What JavaScript's Number() takes for nothing, and nothing for zero.
    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c == '\ufeff';

    private static (int FailedAt, PacketError Error) Decode(List<object> transcript, List<(Decoded Packet, EventArguments Whole)> packets)
    {
        var decoder = new PacketDecoder(PacketLimits.Default);

        for (var i = 0; i < transcript.Count; i++)
        {
            var error = transcript[i] is string text
                ? decoder.AddText(Encoding.UTF8.GetBytes(text), out var packet, out var complete)
                : decoder.AddBinary((byte[])transcript[i], out packet, out complete);

            if (error != PacketError.None)
            {
                return (i, error);
            }

            if (complete)
            {
                // The whole payload as one argument, to compare it with what the reference calls data.
                var whole = packet.Payload.IsEmpty ? EventArguments.Empty : new EventArguments(packet.Payload.ToArray(), 1, packet.Attachments, JsonArgumentSerializer.Default);
                packets.Add((Decoded.From(packet), whole));
            }
        }

        return (-1, PacketError.None);
    }

    private static bool IsSame(JsonElement theirs, Decoded ours, EventArguments whole)
    {
        if (theirs.GetProperty("type").GetInt32() != (int)ours.Type
            || theirs.GetProperty("nsp").GetString() != ours.Namespace
            || (theirs.TryGetProperty("id", out var id) ? id.GetInt64() : null) != ours.AckId
            || theirs.TryGetProperty("data", out var data) != (whole.Count == 1))
        {
            return false;
        }

        if (ours.Type is PacketType.Event)
        {
            var name = data[0].ValueKind is JsonValueKind.Number ? data[0].GetDouble().ToString(CultureInfo.InvariantCulture) : data[0].GetString();

            if ((name == "-0" ? "0" : name) != ours.EventName || ours.Arguments.Count != data.GetArrayLength() - 1)
            {
                return false;
            }
        }

        return whole.Count == 0 || IsSame(data, whole[0].GetJson(), whole[0]);
    }

    private static bool IsSame(JsonElement theirs, JsonElement ours, EventArgument argument)
    {
        if (argument.TryGetBytes(ours, out var bytes))
        {
            return theirs.ValueKind is JsonValueKind.Object && theirs.GetProperty("$").ValueEquals(Convert.ToBase64String(bytes.Span));
        }

        if (theirs.ValueKind != ours.ValueKind)
        {
            return false;
        }

        switch (ours.ValueKind)
        {
            case JsonValueKind.Object:
                var names = ours.EnumerateObject().Select(p => p.Name).ToHashSet();
                return names.SetEquals(theirs.EnumerateObject().Select(p => p.Name))
                    && names.All(name => IsSame(theirs.GetProperty(name), ours.GetProperty(name), argument));

            case JsonValueKind.Array:
                return theirs.GetArrayLength() == ours.GetArrayLength()
                    && theirs.EnumerateArray().Zip(ours.EnumerateArray()).All(pair => IsSame(pair.First, pair.Second, argument));

            case JsonValueKind.String:
                return theirs.GetString() == ours.GetString();

            case JsonValueKind.Number:
                return theirs.GetDouble() == ours.GetDouble();

            default:
                return true;
        }
    }

    [GeneratedRegex("^[56][0-9]+-")]
    private static partial Regex PlainCount();

    [GeneratedRegex("^[56]0*[0-9]{6,}-")]
    private static partial Regex LongCount();

    [GeneratedRegex(@"\[\s*-?[0-9]+[.eE]|\[\s*-?[0-9]{16,}")]
    private static partial Regex FractionalName();

    [GeneratedRegex("""(num|\\u006d)"\s*:\s*-?[0-9]+[.eE]""")]
    private static partial Regex FractionalNumber();

    [GeneratedRegex(@"^[0-6]([^-]*-)?(/[^,]*,)?[0-9]*[\s\ufeff]")]
    private static partial Regex BlankBeforePayload();
}
