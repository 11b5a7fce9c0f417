using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace SocketIO.Tests.InMemory;

/// <summary>
/// A client that costs nothing: it writes frames that were made before, and throws away what it is sent.
/// </summary>
internal sealed class MemoryClient(IDuplexPipe pipe)
{
    private const string Upgrade =
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";

    /// <summary>Gets the id of the socket that joined last.</summary>
    public string Id { get; private set; } = string.Empty;

    /// <summary>Opens the session: the WebSocket's handshake and that of Engine.IO.</summary>
    public async Task OpenAsync()
    {
        Send(Encoding.ASCII.GetBytes(Upgrade));
        var seen = string.Empty;

        // Kestrel hands a new connection to the thread pool; only from the first read on everything happens on the client's thread.
        while (!seen.Contains("\r\n\r\n", StringComparison.Ordinal) || !seen.EndsWith('}'))
        {
            seen += await ReceiveAsync();
        }
    }

    public async Task JoinAsync(string ns)
    {
        var prefix = ns == "/" ? "40" : $"40{ns},";
        Send(MemoryFrames.Text(prefix));
        var answer = await ReceiveAsync();
        Id = JsonDocument.Parse(answer[answer.IndexOf('{')..]).RootElement.GetProperty("sid").GetString()!;
    }

    /// <summary>Sends bytes. What the server does at once is done when this returns.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        pipe.Output.Write(bytes);

        if (!pipe.Output.FlushAsync().IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The server has stopped reading.");
        }
    }

    /// <summary>Takes everything that the server has sent.</summary>
    /// <returns>How many bytes that were.</returns>
    public long Drain()
    {
        if (!pipe.Input.TryRead(out var result))
        {
            return 0;
        }

        var length = result.Buffer.Length;
        pipe.Input.AdvanceTo(result.Buffer.End);
        return length;
    }

    /// <summary>Takes everything that the server has sent.</summary>
    /// <returns>How many bytes there are now in <paramref name="buffer"/>.</returns>
    public int Receive(Span<byte> buffer)
    {
        if (!pipe.Input.TryRead(out var result))
        {
            return 0;
        }

        result.Buffer.CopyTo(buffer);
        var length = (int)result.Buffer.Length;
        pipe.Input.AdvanceTo(result.Buffer.End);
        return length;
    }

    private async Task<string> ReceiveAsync()
    {
        var result = await pipe.Input.ReadAsync();

        if (result.IsCompleted && result.Buffer.IsEmpty)
        {
            throw new InvalidOperationException("The server has closed the connection.");
        }

        var text = Encoding.Latin1.GetString(result.Buffer);
        pipe.Input.AdvanceTo(result.Buffer.End);
        return text;
    }
}
