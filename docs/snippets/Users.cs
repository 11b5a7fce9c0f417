namespace SocketIO.Snippets;

internal sealed record User(string Name);

/// <summary>Whom the pages' examples know.</summary>
internal static class Users
{
    public static ValueTask<User?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(token is "secret" ? new User("anna") : null);
    }
}
