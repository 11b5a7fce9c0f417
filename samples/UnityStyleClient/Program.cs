using System.Diagnostics;
using Game;

var url = args.ElementAtOrDefault(0) ?? "http://localhost:3000";
var name = args.ElementAtOrDefault(1) ?? "player";
var seconds = int.Parse(args.ElementAtOrDefault(2) ?? "60");

// Not awaited from here on: a main program that awaits leaves its thread, and a game has only this one.
var loop = new UpdateLoop();
SynchronizationContext.SetSynchronizationContext(loop);
Console.WriteLine($"the game's thread is {Environment.CurrentManagedThreadId}");

var chat = new ChatOverlay(url, name);
var greeting = GreetAsync();
var clock = Stopwatch.StartNew();
var shown = 0;

using var frames = new AutoResetEvent(false);

while (clock.Elapsed < TimeSpan.FromSeconds(seconds))
{
    loop.Update();

    for (; shown < chat.Lines.Count; shown++)
    {
        Console.WriteLine(chat.Lines[shown]);
    }

    // Sixty frames a second.
    frames.WaitOne(TimeSpan.FromSeconds(1) / 60);
}

SynchronizationContext.SetSynchronizationContext(null);
await chat.DisposeAsync();
Console.WriteLine("bye");

async Task GreetAsync()
{
    var number = await chat.SayAsync("hello from the game");
    Console.WriteLine($"[{Environment.CurrentManagedThreadId}] delivered as number {number}");
}
