namespace SocketIO.Tests;

/// <summary>The working copy that these tests were built in.</summary>
internal static class Checkout
{
    /// <summary>Gets the folder that holds SocketIO.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Gets which build of the projects these tests belong to: Debug or Release.</summary>
    // .../bin/<configuration>/<framework>/
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string PathTo(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SocketIO.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests do not run from within the repository.");
    }
}
