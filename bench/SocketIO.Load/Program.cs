using System.Text.Json;
using SocketIO.Load;

try
{
    switch (args)
    {
        case ["report", var file]:
            new Report(new Results(File.ReadLines(file))).WriteTo(Console.Out);
            return 0;

        case ["chart", var file]:
            new Chart(new Results(File.ReadLines(file))).WriteTo(Console.Out);
            return 0;

        case ["heartbeats", var file]:
            return new HeartbeatReport(new Results(File.ReadLines(file))).WriteTo(Console.Out) ? 0 : 1;
    }

    var options = LoadOptions.Parse(args);
    var context = new LoadContext(options, new ServerProcess(options.ProcessId), Dialect.Find(options.Dialect));

    foreach (var name in options.Scenarios.Where(context.Dialect.Supports))
    {
        using var scenario = ScenarioCatalog.Create(name, context);
        var result = scenario.Run();

        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write("\r\u001b[K");
        }

        Console.WriteLine(JsonSerializer.Serialize(result, LoadJsonContext.Default.ScenarioResult));
    }

    return 0;
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine($"{exception.Message}\n\n{LoadOptions.Usage}");
    return 2;
}
catch (Exception exception) when (exception is InvalidDataException or TimeoutException or IOException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
