using System.Text;
using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Tests;

/// <summary>Runs bytes through a <see cref="FrameReader"/> and writes down what it found, one line per event.</summary>
internal static class Transcript
{
    public static List<string> Read(params byte[][] frames) => Read(new WebSocketSettings(), [.. frames.SelectMany(f => f)], int.MaxValue);

    public static List<string> Read(WebSocketSettings settings, byte[] bytes, int piece) => Read(settings, bytes, _ => piece);

    /// <param name="settings">The limits.</param>
    /// <param name="bytes">Everything the client sends.</param>
    /// <param name="pieceAt">How large the piece is that begins at an offset.</param>
    /// <param name="following">Whether the reader is told how much has arrived behind each piece.</param>
    public static List<string> Read(WebSocketSettings settings, byte[] bytes, Func<int, int> pieceAt, bool following = false)
    {
        var reader = new FrameReader(settings);
        var seen = new List<string>();
        var copy = bytes.ToArray();

        for (var offset = 0; offset < copy.Length;)
        {
            var size = Math.Min(pieceAt(offset), copy.Length - offset);
            var piece = copy.AsMemory(offset, size);
            offset += size;

            while (true)
            {
                var found = reader.Read(ref piece, following ? copy.Length - offset : 0);

                if (found is FrameEvent.None)
                {
                    Assert.True(piece.IsEmpty, "Every byte is taken.");
                    break;
                }

                seen.Add(Describe(found, reader));

                if (found is FrameEvent.Text or FrameEvent.Binary)
                {
                    reader.ReleaseMessage();
                }
            }
        }

        reader.Stop();
        return seen;
    }

    public static string Describe(FrameEvent found, FrameReader reader) => found switch
    {
        FrameEvent.Text => $"text {Encoding.UTF8.GetString(reader.Payload.Span)}",
        FrameEvent.Binary => $"binary {Convert.ToHexString(reader.Payload.Span)}",
        FrameEvent.Ping => $"ping {Convert.ToHexString(reader.Payload.Span)}",
        FrameEvent.Pong => $"pong {Convert.ToHexString(reader.Payload.Span)}",
        FrameEvent.Close => $"close {reader.CloseCode?.ToString() ?? "-"} {Encoding.UTF8.GetString(reader.Payload.Span)}".TrimEnd(),
        FrameEvent.Error => $"error {reader.Error} {WebSocketCloseCode.For(reader.Error)}",
        _ => found.ToString(),
    };
}
