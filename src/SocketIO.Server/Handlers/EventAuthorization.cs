using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Server;

/// <summary>
/// Asks the application's authorization policies about sockets.
/// </summary>
internal static class EventAuthorization
{
    /// <summary>Says whether a socket may send an event to a handler. A refusal is logged and counted.</summary>
    public static ValueTask<bool> IsAllowedAsync(ServerSocket socket, EventSubscription subscription)
        => subscription.Policies.Length == 0 ? new(true) : CheckAsync(socket, subscription);

    /// <summary>Says whether a socket's user satisfies all of some policies. An empty name stands for the default policy.</summary>
    public static async ValueTask<bool> SatisfiesAsync(ServerSocket socket, string[] policies)
    {
        var services = socket.Namespace.Server.Services;
        var authorization = services.GetService<IAuthorizationService>()
            ?? throw new InvalidOperationException("Authorization is not registered: call builder.Services.AddAuthorization().");

        foreach (var policy in policies)
        {
            var result = policy.Length > 0
                ? await authorization.AuthorizeAsync(socket.User, socket, policy)
                : await authorization.AuthorizeAsync(socket.User, socket, await DefaultPolicyAsync(services));

            if (!result.Succeeded)
            {
                return false;
            }
        }

        return true;
    }

    private static Task<AuthorizationPolicy> DefaultPolicyAsync(IServiceProvider services)
        => services.GetRequiredService<IAuthorizationPolicyProvider>().GetDefaultPolicyAsync();

    private static async ValueTask<bool> CheckAsync(ServerSocket socket, EventSubscription subscription)
    {
        var server = socket.Namespace.Server;

        try
        {
            if (await SatisfiesAsync(socket, subscription.Policies))
            {
                return true;
            }

            server.ReportForbidden(subscription.EventName);
        }
        catch (Exception exception)
        {
            server.Report(exception, "authorization", socket, subscription.EventName);
        }

        return false;
    }
}
