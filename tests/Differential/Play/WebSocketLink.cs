using System.Net.Sockets;
using SocketIO.FunctionalTests;

namespace SocketIO.Differential;

/// <summary>A WebSocket that is read all the time.</summary>
internal sealed class WebSocketLink(RawWebSocket socket, Action<string> receive, Action<string> ended) : Link
{
    private Task _reading = Task.CompletedTask;

    public void Start() => _reading = ReadOnAsync();

    public override async Task<string?> SendAsync(IReadOnlyList<string> packets)
    {
        var frames = packets.Select(p => p.StartsWith('b') && IsBase64(p[1..]) ? WsFrame.OfBinary(Convert.FromBase64String(p[1..])) : WsFrame.OfText(p));
        await SendAsync([.. frames]);
        return null;
    }

    public async Task SendAsync(WsFrame[] frames)
    {
        try
        {
            await socket.SendAsync(frames);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended, which the reader tells.
        }
    }

    public override async Task LeaveAsync(string how)
    {
        switch (how)
        {
            case "close":
                await SendAsync([WsFrame.OfClose(1000)]);
                break;
            case "reset":
                socket.Reset();
                break;
            default:
                socket.Dispose();
                break;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        socket.Dispose();
        await _reading;
    }

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);

    private async Task ReadOnAsync()
    {
        var close = "gone";

        try
        {
            while (true)
            {
                var frame = await socket.ReadFrameAsync("a frame");

                switch (frame.Opcode)
                {
                    case WsOpcode.Text:
                        receive(frame.Text);
                        continue;
                    case WsOpcode.Binary:
                        receive($"b{Convert.ToBase64String(frame.Payload)}");
                        continue;
                    case WsOpcode.Close:
                        close = $"closed {frame.CloseCode}";
                        break;
                    default:
                        receive($"frame {frame.Opcode} {Convert.ToHexString(frame.Payload)}");
                        continue;
                }

                break;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // Without a close frame, or because the test is over.
        }

        // A server may wait for that before it lets go.
        socket.Dispose();
        ended(close);
    }
}
