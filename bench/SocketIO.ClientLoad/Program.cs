using System.Diagnostics;
using System.Globalization;
using SocketIO.ClientLoad;

// SocketIO.ClientLoad ours|nuget URL SCENARIO SECONDS: one line with CPU and memory per event of this process.
if (args is not [var which, var url, var scenario, var seconds])
{
    Console.Error.WriteLine("Usage: SocketIO.ClientLoad ours|nuget URL emit|receive|ack1|ack16 SECONDS. See bench/client.sh.");
    return 2;
}

await using ILoadClient client = which.StartsWith("ours", StringComparison.Ordinal) ? new OurClient(url, "websocket") : new NuGetClient(url, "websocket");
var play = new Play(client);
await client.ConnectAsync();
var time = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
await play.RunAsync(scenario, time * 0.7);

GC.Collect();
using var process = Process.GetCurrentProcess();
var cpu = process.TotalProcessorTime;
var allocated = GC.GetTotalAllocatedBytes(precise: true);
var clock = Stopwatch.StartNew();
var events = await play.RunAsync(scenario, time);
var elapsed = clock.Elapsed;
allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
process.Refresh();
cpu = process.TotalProcessorTime - cpu;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{which} {scenario} {events} {cpu.TotalMicroseconds / events:0.00} {(double)allocated / events:0} {elapsed.TotalMicroseconds / events:0.00}"));
return 0;
