using System.Text.Json;
using SocketIO.ContractClient;

// Commands on standard input, events and replies on standard output: one JSON object a line. See the comments of Driver.
var output = new LineWriter(Console.OpenStandardOutput());
await using var driver = new Driver(output);
output.Write(new { on = "ready" });

while (await Console.In.ReadLineAsync() is { } line)
{
    if (line.Length == 0)
    {
        continue;
    }

    using var command = JsonDocument.Parse(line);

    if (!driver.Execute(command.RootElement.Clone()))
    {
        break;
    }
}
