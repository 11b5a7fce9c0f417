using System.Text;
using SocketIO.Engine;

namespace SocketIO.Tests;

/// <summary>Text must be UTF-8 to the letter, however it is cut into fragments and pieces.</summary>
public sealed class Utf8Tests
{
    public static TheoryData<string> Sound =>
    [
        "", "plain", "κόσμε", "\u0000", "\u0080", "\u0800", "\U00010000", "\u007F", "\u07FF", "\uFFFF", "\U0010FFFF", "\uD7FF", "\uE000", "\uFFFD",
        "\uFFFE", "\uFDD0", "\U0001FFFE", "\uFEFFmark", "日本語", "🚀👩‍👩‍👧‍👦", new string('x', 500) + "é", new string('é', 500),
    ];

    public static TheoryData<string> Broken =>
    [
        // Lone continuation bytes, and beginnings without their rest.
        "80", "BF", "80BF", "C0", "C2", "E0", "F0", "F4", "C2 41", "E2 82", "E2 82 41", "F0 9F 9A", "F0 9F 9A 41",

        // Too long for what they say.
        "C0 80", "C1 BF", "C0 AF", "E0 80 AF", "E0 9F BF", "F0 80 80 AF", "F0 8F BF BF", "F8 80 80 80 AF", "FC 80 80 80 80 AF",

        // Surrogates, alone and in pairs.
        "ED A0 80", "ED AF BF", "ED B0 80", "ED BF BF", "ED A0 80 ED B0 80", "ED AF BF ED BF BF",

        // Beyond the last character, and bytes that never occur.
        "F4 90 80 80", "F5 80 80 80", "F7 BF BF BF", "F8 88 80 80 80", "FE", "FF", "FE FE FF FF",

        // Among sound characters.
        "CE BA E1 BD B9 CF 83 CE BC CE B5 ED A0 80 65 64 69 74 65 64", "34 32 FF FE", "61 C0 80 62", "F0 9F 9A 80 80",
    ];

    [Theory]
    [MemberData(nameof(Sound))]
    public void Sound_text_is_delivered(string text)
    {
        foreach (var (bytes, _) in Cuts(Encoding.UTF8.GetBytes(text)))
        {
            Assert.Equal([$"text {text}"], Transcript.Read(new WebSocketSettings(), bytes, int.MaxValue));
            Assert.Equal([$"text {text}"], Transcript.Read(new WebSocketSettings(), bytes, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    [Trait("Hostile", "C15")]
    [Trait("Hostile", "C16")]
    public void Broken_text_is_refused(string hex)
    {
        var broken = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

        foreach (var before in (string[])["", "a", new string('a', 70)])
        {
            foreach (var after in (string[])["", "a", new string('a', 70)])
            {
                byte[] text = [.. Encoding.UTF8.GetBytes(before), .. broken, .. Encoding.UTF8.GetBytes(after)];

                foreach (var (bytes, cut) in Cuts(text))
                {
                    Assert.Equal((cut, "error InvalidUtf8 1007"), (cut, Transcript.Read(new WebSocketSettings(), bytes, int.MaxValue).Single()));
                }
            }
        }

        Assert.Equal("error InvalidUtf8 1007", Transcript.Read(ClientFrames.Close(1000, broken))[0]);
        Assert.StartsWith("binary", Transcript.Read(ClientFrames.Binary(broken))[0], StringComparison.Ordinal);
    }

    // The message in one frame, in two with the cut at every place, and in one frame per byte.
    private static IEnumerable<(byte[] Bytes, string Cut)> Cuts(byte[] text)
    {
        yield return (ClientFrames.Text(text), "whole");

        for (var cut = 0; cut <= Math.Min(text.Length, 90); cut++)
        {
            yield return ([.. ClientFrames.Text(text[..cut], fin: false), .. ClientFrames.Continuation(text[cut..], fin: true)], $"at {cut}");
        }

        yield return (
            [.. ClientFrames.Text([], fin: false), .. text.SelectMany(b => ClientFrames.Continuation([b], fin: false)), .. ClientFrames.Continuation([], fin: true)],
            "everywhere");
    }
}
