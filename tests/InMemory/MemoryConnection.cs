using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace SocketIO.Tests.InMemory;

/// <summary>The server's end of a connection.</summary>
internal sealed class MemoryConnection : DefaultConnectionContext
{
    // Never disposed: an abort may still be on its way when the connection is.
    private readonly CancellationTokenSource _closed = new();

    public MemoryConnection(string id, IDuplexPipe transport, IDuplexPipe application, EndPoint endPoint)
        : base(id, transport, application)
    {
        LocalEndPoint = endPoint;
        RemoteEndPoint = endPoint;
        ConnectionClosed = _closed.Token;
    }

    public override void Abort(ConnectionAbortedException abortReason)
        => ThreadPool.UnsafeQueueUserWorkItem(
            static connection =>
            {
                connection._closed.Cancel();
                connection.Application!.Output.Complete(new ConnectionAbortedException());
            },
            this,
            preferLocal: false);
}
