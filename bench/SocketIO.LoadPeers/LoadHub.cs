using Microsoft.AspNetCore.SignalR;

namespace SocketIO.LoadPeers;

/// <summary>
/// The load contract as a user of SignalR would write it.
/// </summary>
internal sealed class LoadHub : Hub
{
    private const string Room = "room";

    public string Echo(string text) => text;

    public Task Say(string text) => Clients.Caller.SendAsync("say", text);

    public Task Join() => Groups.AddToGroupAsync(Context.ConnectionId, Room);

    public Task Bcast(string text) => Clients.Group(Room).SendAsync("msg", text);

    public void Gc()
    {
        // Compacted, and what is free given back to the system, as after V8's collection.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
