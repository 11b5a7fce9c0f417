namespace SocketIO.Snippets;

/// <summary>Something that takes a while, for the pages' examples.</summary>
internal static class Jobs
{
    public static void Start(string name, Func<string, ValueTask> onDone) => _ = RunAsync(name, onDone);

    private static async Task RunAsync(string name, Func<string, ValueTask> onDone)
    {
        await Task.Yield();
        await onDone($"{name} is done");
    }
}
