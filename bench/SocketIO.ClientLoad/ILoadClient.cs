namespace SocketIO.ClientLoad;

/// <summary>A client under measurement: what the scenarios need of it.</summary>
internal interface ILoadClient : IAsyncDisposable
{
    Task ConnectAsync();

    /// <summary>Calls back for each event of that name, which has one text.</summary>
    void On(string eventName, Action<string> handler);

    ValueTask EmitAsync(string eventName, object argument);

    /// <summary>Waits for the acknowledgement, which has one text.</summary>
    Task<string> AskAsync(string eventName, object argument);
}
