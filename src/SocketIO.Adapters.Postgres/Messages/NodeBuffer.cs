using System.Text.Json;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Binary data in what JavaScript servers tell about sockets. Of all messages their adapter puts this one into JSON with binary data in it, where a Buffer becomes
/// <c>{"type":"Buffer","data":[1,2,3]}</c>.
/// </summary>
internal static class NodeBuffer
{
    /// <summary>Makes byte arrays again of what an application had attached to sockets as a Buffer.</summary>
    public static IReadOnlyList<SocketDetails> Restore(IReadOnlyList<SocketDetails> sockets)
        => sockets.Any(HasBuffer) ? [.. sockets.Select(static socket => HasBuffer(socket) ? Restore(socket) : socket)] : sockets;

    private static bool HasBuffer(SocketDetails socket) => socket.Data.Values.Any(static value => IsBuffer(value, out _));

    private static SocketDetails Restore(SocketDetails socket) => new()
    {
        Id = socket.Id,
        Rooms = socket.Rooms,
        Handshake = socket.Handshake,
        Data = socket.Data.ToDictionary(static member => member.Key, static member => IsBuffer(member.Value, out var bytes) ? bytes : member.Value),
    };

    private static bool IsBuffer(object? value, out byte[]? bytes)
    {
        bytes = null;

        if (value is not JsonElement { ValueKind: JsonValueKind.Object } element
            || element.GetPropertyCount() != 2
            || !element.TryGetProperty("type", out var type)
            || type.ValueKind is not JsonValueKind.String || !type.ValueEquals("Buffer"u8)
            || !element.TryGetProperty("data", out var data)
            || data.ValueKind is not JsonValueKind.Array)
        {
            return false;
        }

        var octets = new byte[data.GetArrayLength()];
        var count = 0;

        foreach (var item in data.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.Number || !item.TryGetByte(out octets[count++]))
            {
                return false;
            }
        }

        bytes = octets;
        return true;
    }
}
