using System.Text.RegularExpressions;

namespace SocketIO.Snippets;

internal static class Namespaces
{
    public static void Static(SocketIOServer io)
    {
        // snippet: namespaces/static
        var orders = io.Of("/orders");

        orders.OnConnection((ServerSocket socket) => socket.JoinAsync("kitchen"));
        orders.On("list", () => new[] { "soup", "bread" });

        io.Of("/users").On("list", () => new[] { "anna", "bert" });
        // end
    }

    public static async Task Send(SocketIOServer io)
    {
        // snippet: namespaces/send
        await io.Of("/orders").To("kitchen").EmitAsync("order", 42);
        // end
    }

    public static void Dynamic(SocketIOServer io)
    {
        // snippet: namespaces/dynamic
        var workspaces = io.Of(new Regex(@"^/workspace-\d+$"));

        workspaces.Use((socket, next) => socket.Handshake.Auth.TryGetProperty("token", out _)
            ? next()
            : throw new ConnectRefusedException("a token is needed"));

        workspaces.On("where am i", (ServerNamespace workspace) => workspace.Name);
        // end
    }

    public static async Task ToAll(ServerNamespace workspaces)
    {
        // snippet: namespaces/parent
        await workspaces.EmitAsync("maintenance", "in five minutes");          // the clients of all workspaces
        // end
    }

    public static void Function(SocketIOServer io)
    {
        // snippet: namespaces/function
        io.Of(async (name, auth, cancellationToken) =>
            name.StartsWith("/project-") && await ProjectExistsAsync(name["/project-".Length..], cancellationToken));
        // end
    }

    public static void Authorization(SocketIOServer io)
    {
        // snippet: namespaces/authorization
        io.Of("/admin").RequireAuthorization("ops");
        // end
    }

    public static void New(SocketIOServer io, ILogger logger)
    {
        // snippet: namespaces/new
        io.OnNewNamespace(ns => logger.LogInformation("{Namespace} was made", ns.Name));
        // end
    }

    private static ValueTask<bool> ProjectExistsAsync(string name, CancellationToken cancellationToken)
        => new(name.Length > 0 && !cancellationToken.IsCancellationRequested);
}
