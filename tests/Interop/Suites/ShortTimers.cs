namespace SocketIO.Tests;

/// <summary>Tests that must answer within 200 ms run when nothing else does, and may fail on a machine that stalls.</summary>
[CollectionDefinition(nameof(ShortTimers), DisableParallelization = true)]
public sealed class ShortTimers
{
    private const int Attempts = 3;

    internal static async Task Try(Func<Task> test)
    {
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            try
            {
                await test();
                return;
            }
            catch (Exception e) when (e is TimeoutException or InvalidOperationException or Xunit.Sdk.XunitException or HttpRequestException or System.Net.WebSockets.WebSocketException)
            {
                TestContext.Current.SendDiagnosticMessage("Attempt {0} failed: {1}", attempt, e.Message);
            }
        }

        await test();
    }
}
