namespace SocketIO.Tests;

/// <summary>
/// Which program is measured: this repository's contract server; with SOCKETIO_TARGET=reference the same contract on npm's
/// packages, against which every case here is proven; or another build, when SOCKETIO_TARGET is the path of its assembly.
/// </summary>
internal static class Target
{
    private static readonly string? s_chosen = Environment.GetEnvironmentVariable("SOCKETIO_TARGET") is { Length: > 0 } chosen ? chosen : null;

    public static string Root { get; } = FindRoot();

    public static string NodeFolder => Path.Combine(Root, "tests", "node");

    /// <summary>The command line of the server, without its port.</summary>
    public static string[] Command
        => s_chosen == "reference"
            ? ["node", Path.Combine(NodeFolder, "reference-server.mjs"), "--extra"]
            : ["dotnet", s_chosen ?? Built, "--extra"];

    private static string Built => Path.Combine(Root, "tests", "SocketIO.ContractServer", "bin", Configuration, "net10.0", "SocketIO.ContractServer.dll");

    // .../bin/<configuration>/net10.0/
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SocketIO.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No SocketIO.slnx above {AppContext.BaseDirectory}.");
    }
}
