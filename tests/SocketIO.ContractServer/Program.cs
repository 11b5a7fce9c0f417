using System.Globalization;
using SocketIO.ContractServer;

// The program of the server contract: every profile at its own port, then one line READY on stdout. Ends on SIGTERM.
var option = Array.IndexOf(args, "--port");
var text = option >= 0 && option + 1 < args.Length ? args[option + 1] : Environment.GetEnvironmentVariable("CONTRACT_PORT");

if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
{
    Console.Error.WriteLine("usage: SocketIO.ContractServer --port P [--extra]");
    return 2;
}

var profiles = ContractProfiles.All.Where(profile => !profile.IsExtra || args.Contains("--extra"));
var hosts = profiles.Select(profile => SocketIOHost.Build(profile, port + profile.Offset)).Append(EngineHost.Build(port + EngineHost.Offset)).ToArray();

await Task.WhenAll(hosts.Select(host => host.StartAsync()));
Console.WriteLine($"READY {port}");
await Task.WhenAll(hosts.Select(host => host.WaitForShutdownAsync()));
return 0;
