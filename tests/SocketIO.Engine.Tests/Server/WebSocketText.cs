using System.Net.WebSockets;
using System.Text;
using SocketIO.Tests;

namespace SocketIO.Engine.Tests;

/// <summary>Text messages over a client's WebSocket.</summary>
internal static class WebSocketText
{
    /// <summary>What a close frame without a code looks like here: .NET's client reports it as a normal closure.</summary>
    public const string EmptyClose = "close 1000";

    public static Task SendTextAsync(this WebSocket socket, string text)
        => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public static async Task<string> ReceiveTextAsync(this WebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;

        while (true)
        {
            var result = await Wait.For("a WebSocket message", socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).AsTask());
            length += result.Count;

            if (result.MessageType is WebSocketMessageType.Close)
            {
                return $"close {(int?)socket.CloseStatus}";
            }

            if (result.EndOfMessage)
            {
                return result.MessageType is WebSocketMessageType.Text ? Encoding.UTF8.GetString(buffer, 0, length) : "B" + Convert.ToHexString(buffer, 0, length);
            }
        }
    }
}
