using System.Text.Json;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>What a socket is, and how it ends.</summary>
internal static class SocketHandlers
{
    public static void Add(ServerNamespace ns, ContractState state)
    {
        ns.On("handshake", (ServerSocket socket) => new
        {
            headers = socket.Handshake.Headers,
            time = JavaScriptDate.Text(socket.Handshake.Time),
            address = socket.Handshake.Address,
            xdomain = socket.Handshake.Xdomain,
            secure = socket.Handshake.Secure,
            issued = socket.Handshake.Issued,
            url = socket.Handshake.Url,
            query = socket.Handshake.Query,
            auth = socket.Handshake.Auth,
        });

        ns.On("whoami", (ServerSocket socket) => new
        {
            id = socket.Id,
            nsp = socket.Namespace.Name,
            connected = socket.Connected,
            recovered = socket.Recovered,
            rooms = socket.Rooms.Order(StringComparer.Ordinal),
            data = socket.Data,
            transport = socket.Connection.Transport,
            transportAtStart = state.NotesOf(socket).TransportAtStart,
            upgradeSeen = state.NotesOf(socket).UpgradeSeen,
            protocol = socket.Connection.Protocol,
            clientId = socket.Connection.Session.Id,
        });

        ns.On("set-data", (ServerSocket socket, Dictionary<string, JsonElement> data) =>
        {
            socket.Data.Clear();

            foreach (var (key, value) in data)
            {
                socket.Data[key] = value;
            }

            return "ok";
        });

        ns.On("seen", (ServerSocket socket) => state.NotesOf(socket).Seen);
        ns.On("sent", (ServerSocket socket) => state.NotesOf(socket).Sent);

        ns.On("bye", (ServerSocket socket, Ack _, bool close = false) => socket.DisconnectAsync(close));
        ns.On("send-then-bye", async (ServerSocket socket, Ack _, bool close = false) =>
        {
            await socket.EmitAsync("echoed", "last words");
            await socket.DisconnectAsync(close);
        });
        ns.On("drop-engine", (ServerSocket socket, Ack _) => socket.Connection.Close());
    }
}
