using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocketIO.Engine;

namespace SocketIO.Server.Tests;

/// <summary>Values that work but are probably a mistake are told, once, with what to change.</summary>
public sealed class OptionsWarningTests
{
    public static TheoryData<string, string, Action<SocketIOOptions>> Doubts => new()
    {
        { "ConnectTimeout is 10 seconds, less than PingInterval (25 seconds)", "The default is 45 seconds", o => o.ConnectTimeout = TimeSpan.FromSeconds(10) },
        { "MaxPacketBytes (10000000) is less than MaxHttpBufferSize (20000000)", "Raise MaxPacketBytes", o => o.MaxHttpBufferSize = 20_000_000 },
        { "ShutdownTimeout is 30 seconds, and the host stops after 30 seconds", "HostOptions.ShutdownTimeout", o => o.ShutdownTimeout = TimeSpan.FromSeconds(30) },
        { "DrainTime and ShutdownTimeout are 30 seconds together, and the host stops after 30 seconds", "HostOptions.ShutdownTimeout", o => o.DrainTime = TimeSpan.FromSeconds(25) },
        { "InitialPacket is set", "OnConnection", o => o.InitialPacket = "hello" },
        { "MaxConcurrentHandlers (300) is more than InboundQueueEvents (256)", "Raise InboundQueueEvents", o => o.MaxConcurrentHandlers = 300 },
        { "PingInterval plus PingTimeout is 60 seconds", "keep the sum below 60 seconds", o => (o.PingInterval, o.PingTimeout) = (TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(20)) },
        { "Transports is WebSocket alone", "transports: [\"websocket\"]", o => o.Transports = Transports.WebSocket },
        { "Cors.Origin is \"*\" and Cors.Credentials is true", "list the origins", o => o.Cors = new() { Credentials = true } },
    };

    [Theory]
    [MemberData(nameof(Doubts))]
    public void It_is_told_once_however_often_the_options_are_made(string text, string advice, Action<SocketIOOptions> change)
    {
        var logs = new RecordingLoggerProvider();
        using var services = Build(logs, change);

        _ = services.GetRequiredService<SocketIOServer>();
        _ = services.GetRequiredService<IOptions<SocketIOOptions>>().Value;
        _ = services.CreateScope().ServiceProvider.GetRequiredService<IOptionsSnapshot<SocketIOOptions>>().Value;

        var warning = Assert.Single(logs.Entries, entry => entry.Level >= LogLevel.Warning);
        Assert.Equal(("SocketIO.Server.SocketIOOptions", "OptionsWarning"), (warning.Category, warning.Event));
        Assert.Contains(text, warning.Text);
        Assert.Contains(advice, warning.Text);
    }

    [Fact]
    public void The_defaults_are_beyond_doubt()
    {
        var logs = new RecordingLoggerProvider();
        using var services = Build(logs, _ => { });

        _ = services.GetRequiredService<SocketIOServer>();

        Assert.DoesNotContain(logs.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public void Servers_are_told_each_for_itself_and_the_hosts_patience_counts()
    {
        var logs = new RecordingLoggerProvider();
        using var services = Build(logs, o => o.ShutdownTimeout = TimeSpan.FromSeconds(20), collection =>
        {
            collection.AddSocketIO("admin", o => o.ShutdownTimeout = TimeSpan.FromSeconds(20));
            collection.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        });

        _ = services.GetRequiredService<SocketIOServer>();
        _ = services.GetRequiredKeyedService<SocketIOServer>("admin");

        Assert.Equal(2, logs.Entries.Count(entry => entry.Text.Contains("the host stops after 10 seconds", StringComparison.Ordinal)));
    }

    [Fact]
    public void Of_what_cannot_work_there_are_no_doubts()
    {
        var logs = new RecordingLoggerProvider();
        using var services = Build(logs, o => (o.ConnectTimeout, o.Transports) = (TimeSpan.Zero, Transports.Polling));

        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<SocketIOServer>());

        Assert.StartsWith("SocketIO options: ConnectTimeout is 00:00:00.", error.Message);
        Assert.Empty(logs.Entries);
    }

    private static ServiceProvider Build(RecordingLoggerProvider logs, Action<SocketIOOptions> configure, Action<IServiceCollection>? add = null)
    {
        var services = new ServiceCollection().AddSingleton<ILoggerProvider>(logs);
        services.AddSocketIO(configure);
        add?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
