using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocketIO.Adapters;
using SocketIO.Server;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds Socket.IO to an application's services.
/// </summary>
public static class SocketIOServiceCollectionExtensions
{
    /// <summary>
    /// Adds a Socket.IO server, which <c>app.MapSocketIO()</c> then serves under a path.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets options. They can stand in the configuration section <c>SocketIO</c> as well; what is set here wins.</param>
    /// <returns>A builder on which adapters and parsers are added.</returns>
    /// <example>
    /// <code>
    /// builder.Services.AddSocketIO(options => options.PingInterval = TimeSpan.FromSeconds(10));
    /// </code>
    /// </example>
    public static ISocketIOBuilder AddSocketIO(this IServiceCollection services, Action<SocketIOOptions>? configure = null)
        => services.AddSocketIO(string.Empty, configure);

    /// <summary>
    /// Adds one of several Socket.IO servers, which <c>app.MapSocketIO(path, name)</c> then serves under a path.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">
    /// The server's name. It is the key by which the <see cref="SocketIOServer"/> is injected (<c>[FromKeyedServices("name")]</c>). An empty
    /// name is that of the server that is injected without a key.
    /// </param>
    /// <param name="configure">Sets options. They can stand in the configuration section <c>SocketIO:name</c> as well; what is set here wins.</param>
    /// <returns>A builder on which adapters and parsers are added.</returns>
    public static ISocketIOBuilder AddSocketIO(this IServiceCollection services, string name, Action<SocketIOOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);

        if (!services.Any(service => service.IsKeyedService && service.ServiceType == typeof(SocketIOServer) && Equals(service.ServiceKey, name)))
        {
            AddServer(services, name);
        }

        if (configure is not null)
        {
            services.Configure(name, configure);
        }

        return new SocketIOBuilder(services, name);
    }

    private static void AddServer(IServiceCollection services, string name)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new ServiceLifetimes(services));
        DetachWebSockets(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SocketIOOptions>, SocketIOOptionsValidator>());
        services.AddOptionsWithValidateOnStart<SocketIOOptions>(name);

        // Registered first, so that code wins.
        services.AddSingleton<IConfigureOptions<SocketIOOptions>>(provider => new OptionsFromConfiguration(
            name, provider.GetService<IConfiguration>(), () => NamesOf(services), provider.GetRequiredService<ILogger<SocketIOOptions>>()));

        services.AddKeyedSingleton(name, (provider, _) => new SocketIOServer(
            name, provider.GetRequiredService<IOptionsMonitor<SocketIOOptions>>().Get(name), provider));

        if (name.Length == 0)
        {
            services.AddSingleton(provider => provider.GetRequiredKeyedService<SocketIOServer>(string.Empty));
        }


        // One for all servers. What was added after the provider had been built is not in it.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, GracefulShutdownService>(provider => new GracefulShutdownService(
            [.. NamesOf(services).Select(server => provider.GetKeyedService<SocketIOServer>(server)).OfType<SocketIOServer>()])));
    }

    // There is one set of endpoint defaults, and whoever sets it last wins: so this comes before anything the application configures.
    private static void DetachWebSockets(IServiceCollection services)
    {
        if (!services.Any(static service => service.ImplementationType == typeof(DetachedWebSockets)))
        {
            services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, DetachedWebSockets>());
        }
    }

    private static string[] NamesOf(IServiceCollection services)
        => [.. services.Where(static service => service.IsKeyedService && service.ServiceType == typeof(SocketIOServer)).Select(static service => (string)service.ServiceKey!)];
}
