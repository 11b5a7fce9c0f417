namespace SocketIO.Client;

/// <summary>Something that the application is to be told.</summary>
internal abstract class Callback
{
    /// <summary>Calls the application's handlers. What they throw is thrown.</summary>
    public abstract ValueTask InvokeAsync();
}
