using System.Text.Json;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>Rooms of this socket and of others.</summary>
internal static class RoomHandlers
{
    public static void Add(ServerNamespace ns)
    {
        ns.On("join", async (ServerSocket socket, JsonElement rooms) =>
        {
            await socket.JoinAsync(Names.Of(rooms));
            return socket.OtherRooms();
        });

        ns.On("leave", async (ServerSocket socket, string room) =>
        {
            await socket.LeaveAsync(room);
            return socket.OtherRooms();
        });

        ns.On("rooms-of", (ServerNamespace own) => own.Adapter.Rooms.Names.Where(room => own.FindSocket(room) is null).Order(StringComparer.Ordinal).ToArray());

        ns.On("sockets", async (ServerNamespace own, string? room = null) =>
        {
            var sockets = room is null ? await own.FetchSocketsAsync() : await own.In(room).FetchSocketsAsync();
            return sockets
                .OrderBy(socket => socket.Id, StringComparer.Ordinal)
                .Select(socket => new { id = socket.Id, rooms = socket.Rooms.Without(socket.Id), data = socket.Data })
                .ToArray();
        });

        ns.On("sockets-join", async (ServerNamespace own, string room, JsonElement target) =>
        {
            await own.In(room).SocketsJoinAsync(Names.Of(target));
            return "ok";
        });

        ns.On("sockets-leave", async (ServerNamespace own, string room, JsonElement target) =>
        {
            await own.In(room).SocketsLeaveAsync(Names.Of(target));
            return "ok";
        });

        ns.On("sockets-disconnect", async (ServerNamespace own, string room, bool close = false) =>
        {
            await own.In(room).DisconnectSocketsAsync(close);
            return "ok";
        });
    }
}
