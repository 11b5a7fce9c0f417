using SocketIO.Tests;

namespace SocketIO.ClientInterop;

/// <summary>The two programs of the client contract.</summary>
internal static class Programs
{
    /// <summary>Gets the command line of the driver on npm's client.</summary>
    public static string[] Npm { get; } = ["node", NodeFile("driver.mjs")];

    /// <summary>
    /// Gets the command line of the driver on this repository's client. SOCKETIO_CLIENT=reference puts npm's in its place, to prove that the scripts are right;
    /// any other value is the path of another build.
    /// </summary>
    public static string[] Ours { get; } = Environment.GetEnvironmentVariable("SOCKETIO_CLIENT") switch
    {
        "reference" => Npm,
        { Length: > 0 } path => [path],
        _ => [Checkout.PathTo("tests", "SocketIO.ContractClient", "bin", Checkout.Configuration, "net10.0", "SocketIO.ContractClient")],
    };

    /// <summary>Gets whether npm's client stands in for ours.</summary>
    public static bool IsReference => ReferenceEquals(Ours, Npm);

    public static string NodeFile(string name)
    {
        // Says how to install the packages when they are missing.
        _ = NodeScript.Modules;
        return Checkout.PathTo("tests", "node", "client", name);
    }
}
