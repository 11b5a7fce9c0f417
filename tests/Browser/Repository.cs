namespace SocketIO.Tests;

/// <summary>Where this repository is, and which of its builds these tests belong to.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    // .../bin/<configuration>/<framework>/
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

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
