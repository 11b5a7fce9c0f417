namespace SocketIO.ClientInterop;

/// <summary>The options of a socket under their JavaScript names.</summary>
internal sealed class Client : Dictionary<string, object?>
{
    /// <summary>Options for these transports; "upgraded" is polling that may become a WebSocket. Reconnection is fast and without chance.</summary>
    public static Client Over(params string[] transports) => new()
    {
        ["transports"] = transports is ["upgraded"] ? ["polling", "websocket"] : transports,
        ["reconnectionDelay"] = 20,
        ["reconnectionDelayMax"] = 40,
        ["randomizationFactor"] = 0,
    };

    public Client With(string name, object? value)
    {
        this[name] = value;
        return this;
    }
}
