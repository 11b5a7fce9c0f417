using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

/// <summary>
/// The body of a POST in a pooled buffer, bounded while it arrives.
/// </summary>
internal readonly struct PollingBody : IDisposable
{
    private const int FirstBuffer = 4096;

    private readonly byte[]? _buffer;
    private readonly int _length;

    private PollingBody(PollingBodyStatus status, byte[]? buffer = null, int length = 0)
    {
        Status = status;
        _buffer = buffer;
        _length = length;
    }

    public PollingBodyStatus Status { get; }

    public Memory<byte> Memory => _buffer.AsMemory(0, _length);

    public static async Task<PollingBody> ReadAsync(HttpContext context, int limit)
    {
        if (context.Request.ContentLength > limit)
        {
            // From the header alone: the peer need not have sent anything yet.
            return new PollingBody(PollingBodyStatus.TooLarge);
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(context.Request.ContentLength + 1 ?? FirstBuffer, limit + 1L));
        var length = 0;
        var status = PollingBodyStatus.Aborted;

        try
        {
            while (true)
            {
                // No token: the end of the connection ends the read, and a read that is cancelled instead leaves the body unusable.
                var read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), CancellationToken.None);

                if (read == 0)
                {
                    status = PollingBodyStatus.Complete;
                    return new PollingBody(status, buffer, length);
                }

                length += read;

                if (length > limit)
                {
                    status = PollingBodyStatus.TooLarge;
                    return new PollingBody(status);
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, length, limit);
                }
            }
        }
        catch (BadHttpRequestException exception)
        {
            // Kestrel enforces its minimum data rate here, and its limits if the application lowered them.
            status = exception.StatusCode switch
            {
                StatusCodes.Status408RequestTimeout => PollingBodyStatus.TooSlow,
                StatusCodes.Status413PayloadTooLarge => PollingBodyStatus.TooLarge,
                _ => PollingBodyStatus.Aborted,
            };
            return new PollingBody(status);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return new PollingBody(PollingBodyStatus.Aborted);
        }
        finally
        {
            if (status is not PollingBodyStatus.Complete)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    public void Dispose()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    private static byte[] Grow(byte[] buffer, int length, int limit)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(length * 2L, limit + 1L));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
