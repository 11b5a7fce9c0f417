using System.IO.Pipelines;

namespace SocketIO.Engine;

/// <summary>Pipes over a stream, for servers and protocols whose connections have none of their own.</summary>
internal sealed class StreamDuplexPipe(Stream stream) : IDuplexPipe
{
    // Reading nothing first and renting memory when something has come keeps idle connections without a buffer.
    private static readonly StreamPipeReaderOptions ReaderOptions = new(leaveOpen: true, useZeroByteReads: true);
    private static readonly StreamPipeWriterOptions WriterOptions = new(leaveOpen: true);

    /// <inheritdoc/>
    public PipeReader Input { get; } = PipeReader.Create(stream, ReaderOptions);

    /// <inheritdoc/>
    public PipeWriter Output { get; } = PipeWriter.Create(stream, WriterOptions);
}
