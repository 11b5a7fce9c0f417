using System.Buffers;
using System.IO.Pipelines;
using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <content>Writing: frames go straight into the pipe's memory.</content>
internal sealed partial class PipeWebSocketConnection
{
    private readonly MessageDeflater? _deflater =
        deflate is null ? null : new MessageDeflater(settings.Deflate!.Threshold, settings.Deflate.Level, deflate.ServerKeepsContext, settings.Pool);

    private Task<FlushResult>? _flushing;
    private volatile bool _closeWritten;

    /// <inheritdoc/>
    public long UnflushedBytes => _output.UnflushedBytes;

    /// <inheritdoc/>
    public bool IsCloseWritten => _closeWritten;

    /// <inheritdoc/>
    public void WriteFrames(ReadOnlySpan<byte> frames, bool compress = true)
    {
        if (_closeWritten)
        {
            return;
        }

        if (_deflater is null || !compress)
        {
            _output.Write(frames);
            return;
        }

        while (!frames.IsEmpty)
        {
            var payload = FrameHeader.TakeFrame(ref frames, out var opcode);
            WriteMessage(opcode, payload, compress);
        }
    }

    /// <inheritdoc/>
    public void WriteText(ReadOnlySpan<byte> payload, bool compress = true) => WriteMessage(FrameOpcode.Text, payload, compress);

    /// <inheritdoc/>
    public void WriteBinary(ReadOnlySpan<byte> payload, bool compress = true) => WriteMessage(FrameOpcode.Binary, payload, compress);

    /// <inheritdoc/>
    public void WritePong(ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, FrameHeader.MaxControlPayload, nameof(payload));
        WriteFrame(FrameOpcode.Pong, payload);
    }

    /// <inheritdoc/>
    public void WriteClose(int? code = null, ReadOnlySpan<byte> reason = default)
    {
        Span<byte> payload = stackalloc byte[FrameHeader.MaxControlPayload];
        WriteFrame(FrameOpcode.Close, payload[..CloseFrame.WritePayload(payload, code, reason)]);
        _closeWritten = true;
        ExpectEnd();
    }

    /// <inheritdoc/>
    public void WriteCloseReply(in WebSocketCloseInfo info)
    {
        switch (info.Kind)
        {
            case WebSocketCloseKind.Clean:
                WriteClose(info.Code, info.Reason.Span);
                break;

            case WebSocketCloseKind.ProtocolError:
                WriteClose(WebSocketCloseCode.For(info.Error));
                break;
        }
    }

    /// <inheritdoc/>
    public ValueTask<FlushResult> FlushAsync()
    {
        ValueTask<FlushResult> flush;

        try
        {
            flush = _output.FlushAsync();
        }
        catch (Exception)
        {
            return new ValueTask<FlushResult>(Lost);
        }

        if (flush.IsCompletedSuccessfully)
        {
            return flush;
        }

        var flushing = WaitAsync(flush);
        Volatile.Write(ref _flushing, flushing);
        return new ValueTask<FlushResult>(flushing);

        static async Task<FlushResult> WaitAsync(ValueTask<FlushResult> flush)
        {
            try
            {
                return await flush;
            }
            catch (Exception)
            {
                // As in reading: a broken connection, by whatever name. The reader sees it too and says so.
                return Lost;
            }
        }
    }

    private static FlushResult Lost => new(isCanceled: false, isCompleted: true);

    private void WriteMessage(FrameOpcode opcode, ReadOnlySpan<byte> payload, bool compress)
    {
        if (_deflater is null || !compress || _closeWritten || !_deflater.IsWorthIt(payload.Length))
        {
            WriteFrame(opcode, payload);
            return;
        }

        WriteFrame(opcode, _deflater.Deflate(payload), isCompressed: true);
        _deflater.Release();
    }

    private void WriteFrame(FrameOpcode opcode, ReadOnlySpan<byte> payload, bool isCompressed = false)
    {
        if (_closeWritten)
        {
            return;
        }

        var memory = _output.GetSpan(FrameHeader.MaxServerSize);
        var header = FrameHeader.Write(memory, opcode, payload.Length, isCompressed);

        if (payload.Length <= memory.Length - header)
        {
            payload.CopyTo(memory[header..]);
            _output.Advance(header + payload.Length);
            return;
        }

        // In pieces, as the pipe hands out memory: one request for all of it would be served from the heap.
        _output.Advance(header);
        _output.Write(payload);
    }
}
