namespace SocketIO.Client;

/// <summary>
/// Options that hold for one transport only, in place of those of the client.
/// </summary>
/// <remarks>Not thread-safe: the client takes a copy when it is made.</remarks>
public sealed class ClientTransportOptions
{
    /// <summary>Gets or sets the path at which the server listens.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="SocketIOClientOptions.Path"/>.</value>
    public string? Path { get; set; }

    /// <summary>Gets or sets headers that are added to each request of the transport.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="SocketIOClientOptions.ExtraHeaders"/>.</value>
    public Dictionary<string, string>? ExtraHeaders { get; set; }

    /// <summary>Gets or sets what is added to the query of each request of the transport.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="SocketIOClientOptions.Query"/>.</value>
    public Dictionary<string, string>? Query { get; set; }

    internal ClientTransportOptions Clone() => new()
    {
        Path = Path,
        ExtraHeaders = ExtraHeaders is null ? null : new(ExtraHeaders, StringComparer.OrdinalIgnoreCase),
        Query = Query is null ? null : new(Query),
    };
}
