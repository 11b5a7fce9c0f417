using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Tests;

public sealed class CloseCodeTests
{
    [Fact]
    [Trait("Hostile", "C17")]
    public void Of_the_codes_0_to_5000_these_may_be_in_a_close_frame()
    {
        // What the reference accepts; NodeDifferentialTests asks it.
        var allowed = Enumerable.Range(1000, 15).Except([1004, 1005, 1006]).Concat(Enumerable.Range(3000, 2000)).ToHashSet();

        for (var code = 0; code <= 5000; code++)
        {
            Assert.Equal(allowed.Contains(code) ? $"close {code}" : "error InvalidCloseCode 1002", Transcript.Read(ClientFrames.Close(code))[0]);
        }

        Assert.Equal("error InvalidCloseCode 1002", Transcript.Read(ClientFrames.Close(65_535))[0]);
    }

    [Fact]
    [Trait("Hostile", "CVE-2026-45736")]
    public void A_close_frame_of_ours_keeps_to_the_rules_too()
    {
        var buffer = new byte[125];
        Assert.Equal(0, CloseFrame.WritePayload(buffer, null, default));
        Assert.Equal(2, CloseFrame.WritePayload(buffer, 1000, default));
        Assert.Equal(125, CloseFrame.WritePayload(buffer, 4999, new byte[123]));
        Assert.Throws<ArgumentException>(() => CloseFrame.WritePayload(buffer, 1000, new byte[124]));
        Assert.Throws<ArgumentException>(() => CloseFrame.WritePayload(buffer, null, "why"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => CloseFrame.WritePayload(buffer, 1005, default));
    }

    [Fact]
    public void Every_error_has_its_code()
        => Assert.All(Enum.GetValues<FrameError>(), error => Assert.Equal(
            error switch
            {
                FrameError.InvalidUtf8 or FrameError.InvalidCompression => 1007,
                FrameError.MessageTooLarge => 1009,
                FrameError.TooManyFragments or FrameError.TooManyControlFrames or FrameError.MessageTimeout => 1008,
                _ => 1002,
            },
            WebSocketCloseCode.For(error)));
}
