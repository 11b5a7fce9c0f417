using System.Security.Claims;

namespace SocketIO.Snippets;

internal sealed record Order(int Item, int Count = 1);

internal sealed record Item(string Title, int Likes = 0);

internal sealed class OrderService
{
    private int _last;

    public Task<string> PlaceAsync(Order order, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult($"{user.Identity?.Name}{Interlocked.Increment(ref _last)}:{order.Item}x{order.Count}");
    }
}
