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
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
