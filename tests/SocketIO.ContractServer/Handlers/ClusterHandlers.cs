using System.Text.Json;
using SocketIO.Adapters;
using SocketIO.Protocol;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>What the profile <c>redis</c> has on top of the others: events between servers.</summary>
internal static class ClusterHandlers
{
    public static void Add(SocketIOServer io)
    {
        ContractNamespaces.Add(io);
        AddServerSideEmit(io);
        AddServerSideEmit(io.Of("/custom"));
        io.OnServerSide("sse-ask", (string question) => $"answer:{question}");

        io.OnServerSide("sse-tell", (EventArguments arguments) => io.Local.EmitAsync("sse-told", arguments.From()));
    }

    private static void AddServerSideEmit(ServerNamespace ns)
        => ns.On("server-side-emit", async (ServerNamespace own, string name, EventArguments arguments) =>
        {
            try
            {
                return new { error = (string?)null, responses = await own.ServerSideEmitWithAckAsync<JsonElement?>(name, arguments.From(1)) };
            }
            catch (ClusterTimeoutException exception)
            {
                IReadOnlyList<JsonElement?> responses = [.. exception.Responses.Select(static answer => answer.Get<JsonElement?>(0))];
                return new { error = (string?)exception.Message, responses };
            }
        });
}
