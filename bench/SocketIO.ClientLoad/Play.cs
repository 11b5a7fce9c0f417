using System.Diagnostics;

namespace SocketIO.ClientLoad;

/// <summary>The scenarios, the same as in bench/node/client-load.mjs.</summary>
internal sealed class Play
{
    private const int Batch = 1000;
    private static readonly string Text = new('x', 32);

    private readonly ILoadClient _client;
    private TaskCompletionSource? _flooded;
    private int _missing;

    public Play(ILoadClient client)
    {
        _client = client;
        client.On("flood", OnFlood);
    }

    /// <summary>Plays for a while.</summary>
    /// <returns>How many events were emitted, received or acknowledged.</returns>
    public async Task<long> RunAsync(string scenario, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        long events = 0;

        while (clock.Elapsed < time)
        {
            events += scenario switch
            {
                "emit" => await EmitAsync(),
                "receive" => await ReceiveAsync(),
                "ack1" => await AskAsync(1),
                "ack16" => await AskAsync(16),
                _ => throw new ArgumentException($"There is no scenario {scenario}."),
            };
        }

        return events;
    }

    // The answer to the last says that the server has read all.
    private async Task<int> EmitAsync()
    {
        for (var i = 1; i < Batch; i++)
        {
            await _client.EmitAsync("note", Text);
        }

        await _client.AskAsync("echo", Text);
        return Batch;
    }

    private async Task<int> ReceiveAsync()
    {
        _flooded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _missing = Batch;
        await _client.EmitAsync("flood", Batch);
        await _flooded.Task;
        return Batch;
    }

    private void OnFlood(string text)
    {
        if (text.Length != Text.Length)
        {
            throw new InvalidOperationException("The text is another.");
        }

        if (--_missing == 0)
        {
            _flooded!.SetResult();
        }
    }

    private async Task<int> AskAsync(int atOnce)
    {
        var asked = new Task[atOnce];

        for (var i = 0; i < atOnce; i++)
        {
            asked[i] = AskOneAfterAnotherAsync(Batch / 16);
        }

        await Task.WhenAll(asked);
        return atOnce * (Batch / 16);
    }

    private async Task AskOneAfterAnotherAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if ((await _client.AskAsync("echo", Text)).Length != Text.Length)
            {
                throw new InvalidOperationException("The answer is another.");
            }
        }
    }
}
