using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>What the server knows.</summary>
internal static class ServerHandlers
{
    public static void Add(ServerNamespace ns, ContractState state)
    {
        ns.On("death-of", (string id) => state.DeathOf(id));
        ns.On("engine-errors", () => state.Errors);
        ns.On("count", (SocketIOServer io, ServerNamespace own) => new { clients = io.Engine.ClientsCount, sockets = own.SocketsCount });
        ns.On("has-nsp", (SocketIOServer io, string name) => io.Namespaces.Any(existing => existing.Name == name));
    }
}
