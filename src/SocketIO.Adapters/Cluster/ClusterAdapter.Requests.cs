using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <content>Questions to the other servers.</content>
public abstract partial class ClusterAdapter
{
    /// <summary>
    /// Asks all other servers and waits for their answers.
    /// </summary>
    private async Task AskAsync(ClusterRequest request, ClusterMessage message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timeout ?? RequestTimeout, Sockets.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var requestId = NewRequestId();

        try
        {
            var others = await CountServersAsync(either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false) - 1;

            if (others <= 0)
            {
                return;
            }

            request.Expect(others, OtherServers);
            _requests[requestId] = request;
            var publishing = PublishAsync(message with { Uid = Uid, Namespace = Sockets.Name, RequestId = requestId });
            Metrics.MessagePublished();
            await publishing.AsTask().WaitAsync(either.Token).ConfigureAwait(false);
            await request.Done.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Metrics.RequestTimedOut();
            throw request.ToException(DescribeTimeout(message.Type, request.Received, request.Expected), exception is OperationCanceledException ? null : exception);
        }
        finally
        {
            _requests.TryRemove(requestId, out _);
        }
    }

    private void OnResponse(ClusterMessage message)
    {
        if (!_requests.TryGetValue(message.RequestId!, out var request))
        {
            // Too late, or for a server that does not listen to a channel of its own.
            return;
        }

        if (message.Type is ClusterMessageType.FetchSocketsResponse)
        {
            request.Add(message.Uid, message.Sockets);
        }
        else
        {
            request.Add(message.Uid, message.Payload?.ToArgument(Sockets.Serializer) ?? EventArguments.Empty);
        }
    }
}
