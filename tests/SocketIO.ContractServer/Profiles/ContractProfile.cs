using SocketIO.Adapters;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>One way to configure a server, listening at its own offset from the base port.</summary>
/// <param name="Name">What the contract calls it.</param>
/// <param name="Offset">Where it listens.</param>
/// <param name="Configure">Sets what differs from the defaults.</param>
internal sealed record ContractProfile(string Name, int Offset, Action<SocketIOOptions> Configure)
{
    /// <summary>Gets the path that the server is mapped to.</summary>
    public string Path { get; init; } = "/socket.io/";

    /// <summary>Gets the path of a second server in the same application, if any.</summary>
    public string? SecondPath { get; init; }

    /// <summary>Gets a value indicating whether the profile is beyond the contract and only listens when asked to.</summary>
    public bool IsExtra { get; init; }

    /// <summary>Gets what is added to the server's services.</summary>
    public Action<ISocketIOBuilder> AddServices { get; init; } = _ => { };

    /// <summary>Gets what gives the server its namespaces and handlers.</summary>
    public Action<SocketIOServer> AddHandlers { get; init; } = ContractNamespaces.Add;
}
