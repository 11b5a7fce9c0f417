using SocketIO.Protocol;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>What several handlers need.</summary>
internal static class SocketExtensions
{
    /// <summary>The rooms of a socket but its own, sorted.</summary>
    public static string[] OtherRooms(this ServerSocket socket) => socket.Rooms.Without(socket.Id);

    /// <summary>Rooms without one, sorted.</summary>
    public static string[] Without(this IEnumerable<string> rooms, string id) => [.. rooms.Where(room => room != id).Order(StringComparer.Ordinal)];

    /// <summary>The arguments from one on, to be sent as they came.</summary>
    public static object?[] From(this EventArguments arguments, int first = 0) => [.. arguments.Skip(first).Select(argument => (object?)argument)];
}
