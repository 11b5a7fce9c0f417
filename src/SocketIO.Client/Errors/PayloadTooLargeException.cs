using System.Globalization;

namespace SocketIO.Client;

/// <summary>
/// A packet is larger than the server accepts. It was not sent: the server would have closed the connection.
/// </summary>
public sealed class PayloadTooLargeException : Exception
{
    internal PayloadTooLargeException(long size, long limit)
        : base(string.Create(CultureInfo.InvariantCulture, $"The packet has {size} bytes; the server accepts {limit}. Send less at once, or raise maxHttpBufferSize (MaxHttpBufferSize) at the server."))
    {
        Size = size;
        Limit = limit;
    }

    /// <summary>Gets the size of the largest part of the packet on the wire, in bytes.</summary>
    public long Size { get; }

    /// <summary>Gets what the server announced as <c>maxPayload</c>, in bytes.</summary>
    public long Limit { get; }

    /// <summary>Gets the name of the server's option that sets the limit.</summary>
    public string OptionName => "maxHttpBufferSize";
}
