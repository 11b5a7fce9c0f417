using System.Text.Json;

namespace SocketIO.ContractServer;

/// <summary>How <c>cast</c> builds its operator.</summary>
/// <param name="From">"server", "socket" or "broadcast".</param>
/// <param name="To">A room, or a list of rooms.</param>
/// <param name="Except">A room, or a list of rooms.</param>
/// <param name="Volatile">Whether the event may be lost.</param>
/// <param name="Local">Whether only this server's clients are meant.</param>
/// <param name="Compress">Whether it may be compressed.</param>
internal sealed record CastOptions(string? From, JsonElement? To, JsonElement? Except, bool Volatile, bool Local, bool? Compress);
