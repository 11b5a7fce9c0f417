using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace SocketIO.LoadPeers;

/// <summary>
/// A WebSocket on the bare transport pipes of Kestrel that understands next to nothing: the practical limit on this
/// stack. Frames are echoed as they come; "j" also joins the room, "b..." goes to the room instead, "g" collects.
/// </summary>
internal sealed class PipeConnection(IDuplexPipe transport)
{
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int CloseOpcode = 8;

    private readonly Lock _gate = new();

    public static async Task RunAsync(HttpContext context, PipeRoom room)
    {
        var key = context.Request.Headers.SecWebSocketKey.ToString();
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));

        await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();

        var connection = new PipeConnection(context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport);

        try
        {
            await connection.ReadAsync(room);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client has gone.
        }
        finally
        {
            room.Remove(connection);
        }
    }

    private async Task ReadAsync(PipeRoom room)
    {
        while (true)
        {
            var read = await transport.Input.ReadAsync();
            var buffer = read.Buffer;
            var open = true;

            lock (_gate)
            {
                while (open && TryReadFrame(ref buffer, room, out open))
                {
                }
            }

            transport.Input.AdvanceTo(buffer.Start, buffer.End);
            await transport.Output.FlushAsync();

            if (read.IsCompleted || !open)
            {
                return;
            }
        }
    }

    private bool TryReadFrame(ref ReadOnlySequence<byte> buffer, PipeRoom room, out bool open)
    {
        open = true;
        Span<byte> header = stackalloc byte[8];
        var start = buffer.Slice(0, Math.Min(buffer.Length, header.Length));
        start.CopyTo(header);

        var length = header[1] & 0x7F;
        var headerLength = length == 126 ? 8 : 6;

        if (start.Length < 6)
        {
            return false;
        }

        if (length == 126)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        }

        if (buffer.Length < headerLength + length)
        {
            return false;
        }

        open = (header[0] & 0x0F) != CloseOpcode;
        Answer(header[0], header[(headerLength - 4)..headerLength], buffer.Slice(headerLength, length), room);
        buffer = buffer.Slice(headerLength + length);
        return true;
    }

    private void Answer(byte first, ReadOnlySpan<byte> key, ReadOnlySequence<byte> masked, PipeRoom room)
    {
        var length = (int)masked.Length;
        var headerLength = length < 126 ? 2 : 4;
        var frame = transport.Output.GetSpan(headerLength + length)[..(headerLength + length)];
        frame[0] = first;
        frame[1] = (byte)(length < 126 ? length : 126);

        if (length >= 126)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)length);
        }

        var payload = frame[headerLength..];
        masked.CopyTo(payload);
        Unmask(payload, key);

        if (payload is [(byte)'b', ..])
        {
            Broadcast(frame.ToArray(), room);
            return;
        }

        if (payload is [(byte)'j'])
        {
            room.Add(this);
        }
        else if (payload is [(byte)'g'])
        {
            // Compacted, and what is free given back to the system, as after V8's collection.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        transport.Output.Advance(frame.Length);
    }

    // A sender that is a member itself would take its own lock again, which is allowed.
    private static void Broadcast(byte[] frame, PipeRoom room)
    {
        foreach (var member in room.Members)
        {
            member.Write(frame);
        }
    }

    private void Write(byte[] frame)
    {
        lock (_gate)
        {
            transport.Output.Write(frame);

            // Not awaited: a receiver that does not keep up is not this program's subject.
            _ = transport.Output.FlushAsync();
        }
    }

    private static void Unmask(Span<byte> payload, ReadOnlySpan<byte> key)
    {
        var wide = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(payload);
        var wideKey = BitConverter.ToUInt32(key);

        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] ^= wideKey;
        }

        for (var i = wide.Length * sizeof(uint); i < payload.Length; i++)
        {
            payload[i] ^= key[i & 3];
        }
    }
}
