using System.Collections.Concurrent;
using SocketIO.Engine;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>What the handlers of one server share.</summary>
internal sealed class ContractState
{
    private const int MaxErrors = 200;

    private static readonly string[] s_contextKeys = ["name", "transport", "previousTransport", "protocol", "previousProtocol", "sid", "method", "message"];

    private readonly ConcurrentDictionary<string, SocketNotes> _notes = new();
    private readonly ConcurrentDictionary<string, Death> _deaths = new();
    private readonly ConcurrentQueue<object> _errors = new();

    public IReadOnlyCollection<object> Errors => _errors;

    public void Connected(ServerSocket socket) => _notes[socket.Id] = new SocketNotes(socket);

    public void Disconnecting(ServerSocket socket, string reason)
    {
        _deaths[socket.Id] = new Death(reason, socket.OtherRooms(), socket.Namespace.Name);
        _notes.TryRemove(socket.Id, out _);
    }

    public SocketNotes NotesOf(ServerSocket socket) => _notes[socket.Id];

    public Death? DeathOf(string id) => _deaths.GetValueOrDefault(id);

    public void Refused(ConnectionErrorContext error)
    {
        // What does not apply has no key in JavaScript; a refusal without a message has that, and it is null.
        var context = s_contextKeys
            .Where(key => error.Context.TryGetValue(key, out var value) && (value is not null || key == "message"))
            .ToDictionary(key => key, key => error.Context[key]);

        _errors.Enqueue(new { code = (int)error.Code, message = error.Message, context, hasReq = error.Request is not null });

        while (_errors.Count > MaxErrors)
        {
            _errors.TryDequeue(out _);
        }
    }

    public sealed record Death(string Reason, string[] Rooms, string Nsp);
}
