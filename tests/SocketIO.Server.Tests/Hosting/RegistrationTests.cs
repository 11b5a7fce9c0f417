using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SocketIO.Server.Tests;

/// <summary>AddSocketIO: options, names, services.</summary>
public sealed class RegistrationTests
{
    [Fact]
    [Trait("Spec", "SRV-002")]
    public void The_defaults_are_those_of_the_reference()
    {
        var options = new SocketIOOptions();

        Assert.Equal(TimeSpan.FromSeconds(45), options.ConnectTimeout);
        Assert.True(options.ServeClient);
        Assert.False(options.CleanupEmptyChildNamespaces);
        Assert.Equal(TimeSpan.FromSeconds(25), options.PingInterval);
        Assert.Equal(1_000_000, options.MaxHttpBufferSize);
        Assert.Equal((10, 10_000_000, 64, 64, 512, 32), (options.MaxAttachments, options.MaxPacketBytes, options.MaxJsonDepth, options.MaxNamespacesPerClient, options.MaxNamespaceLength, options.MaxFailedConnectsPerClient));
        Assert.Equal((16_384, 10_000, 10_000, 256, 1_048_576, 1), (options.MaxAuthBytes, options.MaxDynamicNamespaces, options.PendingAcksPerSocket, options.InboundQueueEvents, options.InboundQueueBytes, options.MaxConcurrentHandlers));
        Assert.Equal(TimeSpan.FromSeconds(30), options.PacketCompletionTimeout);
    }

    [Fact]
    public void Options_come_from_the_configuration_and_the_code_wins()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SocketIO:ConnectTimeout"] = "00:00:10",
            ["SocketIO:PingInterval"] = "00:00:11",
            ["SocketIO:Cookie:Name"] = "route",
            ["SocketIO:DrainTime"] = "00:00:20",
            ["SocketIO:admin:ConnectTimeout"] = "00:00:12",
        }).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddSocketIO(o => o.PingInterval = TimeSpan.FromSeconds(5));
        services.AddSocketIO("admin");
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<SocketIOServer>().Options;
        Assert.Equal(TimeSpan.FromSeconds(10), options.ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), options.PingInterval);
        Assert.Equal("route", options.Cookie!.Name);
        Assert.Equal(TimeSpan.FromSeconds(20), options.DrainTime);
        Assert.Equal(TimeSpan.FromSeconds(12), provider.GetRequiredKeyedService<SocketIOServer>("admin").Options.ConnectTimeout);
    }

    [Theory]
    [InlineData("ConnectTimeout", "00:00:00", "ConnectTimeout is 00:00:00. Set it to between one millisecond and one day; the default is 45 seconds.")]
    [InlineData("MaxConcurrentHandlers", "0", "MaxConcurrentHandlers is 0. Set it to between 1 and 10000.")]
    [InlineData("MaxAttachments", "-1", "MaxAttachments")]
    [InlineData("MaxJsonDepth", "5000", "MaxJsonDepth")]
    [InlineData("PingInterval", "00:00:00", "PingInterval")]
    [InlineData("AckTimeout", "-00:00:05", "AckTimeout")]
    [InlineData("InboundQueueEvents", "0", "InboundQueueEvents")]
    [InlineData("DrainTime", "-00:00:05", "DrainTime is -00:00:05. Set it to between one millisecond and one day; the default is 0 seconds.")]
    public async Task A_value_that_cannot_work_stops_the_application_at_start(string option, string value, string expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Configuration[$"SocketIO:{option}"] = value;
        builder.Services.AddSocketIO();
        await using var app = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());

        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void The_server_is_a_singleton_and_adding_it_twice_adds_it_once()
    {
        var services = new ServiceCollection();
        var builder = services.AddSocketIO();
        services.AddSocketIO(o => o.MaxAttachments = 3);
        using var provider = services.BuildServiceProvider();

        Assert.Same(services, builder.Services);
        Assert.Equal(string.Empty, builder.Name);
        Assert.Equal("x", services.AddSocketIO("x").Name);
        Assert.Same(provider.GetRequiredService<SocketIOServer>(), provider.GetRequiredService<SocketIOServer>());
        Assert.Equal(3, provider.GetRequiredService<SocketIOServer>().Options.MaxAttachments);
        Assert.Single(provider.GetServices<IHostedService>());
    }

    [Fact]
    public async Task Mapping_without_adding_says_what_to_call()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();

        Assert.Contains("builder.Services.AddSocketIO()", Assert.Throws<InvalidOperationException>(() => app.MapSocketIO()).Message);
        Assert.Contains("AddSocketIO(\"x\")", Assert.Throws<InvalidOperationException>(() => app.MapSocketIO("/x/", "x")).Message);
    }

    [Fact]
    public async Task The_health_check_fails_once_the_server_closes()
    {
        var services = new ServiceCollection();
        services.AddSocketIO();
        services.AddHealthChecks().AddSocketIO().AddSocketIO("admin", tags: ["a"]);
        services.AddSocketIO("admin");
        await using var provider = services.BuildServiceProvider();
        var health = provider.GetRequiredService<HealthCheckService>();

        var healthy = await health.CheckHealthAsync();
        Assert.Equal(["socketio", "socketio-admin"], healthy.Entries.Keys.Order());
        Assert.Equal(HealthStatus.Healthy, healthy.Status);
        Assert.Equal(0, healthy.Entries["socketio"].Data["connections"]);

        await provider.GetRequiredService<SocketIOServer>().CloseAsync();
        var unhealthy = await health.CheckHealthAsync();
        Assert.Equal(HealthStatus.Unhealthy, unhealthy.Entries["socketio"].Status);
        Assert.Equal(HealthStatus.Healthy, unhealthy.Entries["socketio-admin"].Status);
    }
}
