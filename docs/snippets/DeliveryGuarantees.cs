using System.Collections.Concurrent;

namespace SocketIO.Snippets;

internal static class DeliveryGuarantees
{
    public static void Once(SocketIOServer io)
    {
        // snippet: delivery-guarantees/once
        var orders = new ConcurrentDictionary<string, string>();          // in earnest: a table with a unique column

        io.On("order", (string requestId, Order order) =>
            orders.GetOrAdd(requestId, _ => $"order {Guid.NewGuid():N} for {order.Item}"));
        // end
    }

    public static void Replay(SocketIOServer io, MessageStore store)
    {
        // snippet: delivery-guarantees/replay
        io.OnConnection(async (ServerSocket socket) =>
        {
            await socket.JoinAsync("news");

            foreach (var (id, text) in store.After(socket.GetAuth<Position>()?.LastId ?? 0))
            {
                await socket.EmitAsync("news", id, text);
            }
        });
        // end
    }

    // snippet: delivery-guarantees/replay
    internal sealed record Position(long LastId);
    // end

    public static async Task Publish(SocketIOServer io, MessageStore store, string text)
    {
        // snippet: delivery-guarantees/replay
        var id = store.Add(text);                                         // first kept, then sent
        await io.To("news").EmitAsync("news", id, text);
        // end
    }

    public static async Task<bool> Retry(SocketIOServer io, string userRoom, object notice)
    {
        // snippet: delivery-guarantees/retry
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var acks = await io.To(userRoom).Timeout(TimeSpan.FromSeconds(10)).EmitWithAckAsync<bool>("notice", notice);

            if (acks.Responses.Count > 0)
            {
                return true;
            }
        }

        return false;
        // end
    }

    internal sealed class MessageStore
    {
        private readonly Lock _gate = new();
        private readonly List<(long Id, string Text)> _messages = [];

        public long Add(string text)
        {
            lock (_gate)
            {
                _messages.Add((_messages.Count + 1, text));
                return _messages.Count;
            }
        }

        public IReadOnlyList<(long Id, string Text)> After(long id)
        {
            lock (_gate)
            {
                return [.. _messages.Where(message => message.Id > id)];
            }
        }
    }
}
