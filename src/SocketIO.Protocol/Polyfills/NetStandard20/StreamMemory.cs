using System.Buffers;
using System.Runtime.InteropServices;

namespace SocketIO.Polyfills;

/// <summary>Streams that read and write memory, by way of the array behind it.</summary>
internal static class StreamMemory
{
    extension(Stream stream)
    {
        // Network streams of .NET Framework do not hear of a cancellation: whoever reads is freed all the same, and must not use the buffer again.
        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (MemoryMarshal.TryGetArray<byte>(buffer, out var segment))
            {
                return await stream.ReadAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            var rented = ArrayPool<byte>.Shared.Rent(buffer.Length);
            var read = await stream.ReadAsync(rented, 0, buffer.Length, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            rented.AsMemory(0, read).CopyTo(buffer);
            ArrayPool<byte>.Shared.Return(rented);
            return read;
        }

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var segment = MemoryMarshal.TryGetArray(buffer, out var array) ? array : new ArraySegment<byte>(buffer.ToArray());
            await stream.WriteAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken).ConfigureAwait(false);
        }
    }
}
