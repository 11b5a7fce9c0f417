namespace SocketIO.Tests;

/// <summary>One thing that a client does over one of its transports.</summary>
/// <param name="Client">Name and version, as the page docs/compatibility.md has them.</param>
/// <param name="Protocol">The revision of the Engine.IO protocol that the client speaks.</param>
/// <param name="Transport">"polling", "websocket", or "upgrade" from the first to the second.</param>
/// <param name="Name">What is done.</param>
internal sealed record ClientCase(string Client, int Protocol, string Transport, string Name)
{
    /// <summary>Gets the facts of the protocol that the case proves.</summary>
    public string[] Spec { get; init; } = [];

    /// <summary>Gets a value indicating whether the client has to fail here, as it does on npm's server.</summary>
    public bool Fails { get; init; }

    public override string ToString() => $"{Client}, {Transport}: {Name}";
}
