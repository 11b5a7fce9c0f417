using System.Collections.Concurrent;
using SocketIO.Protocol;

namespace SocketIO.Adapters.Specification;

/// <summary>
/// Writes down the acknowledgements of a broadcast.
/// </summary>
internal sealed class RecordingSink : IBroadcastAckSink
{
    private int _clients;
    private int _servers;

    public ConcurrentQueue<string> Acks { get; } = new();

    /// <summary>Gets how many servers have answered, and how many clients they have asked.</summary>
    public string Counts => $"{Volatile.Read(ref _servers)} servers, {Volatile.Read(ref _clients)} clients";

    public void OnClientCount(int count)
    {
        Interlocked.Add(ref _clients, count);
        Interlocked.Increment(ref _servers);
    }

    public void OnAck(EventArguments arguments) => Acks.Enqueue(arguments.Count == 0 ? "nothing" : SpecificationNode.Describe(arguments[0]));
}
