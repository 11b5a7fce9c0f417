using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SocketIO.Adapters;
using SocketIO.Adapters.Postgres;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Makes a Socket.IO server a part of a cluster over PostgreSQL.
/// </summary>
public static class PostgresAdapterBuilderExtensions
{
    /// <summary>
    /// Joins the cluster of all servers that use the same database, in .NET and in JavaScript.
    /// </summary>
    /// <param name="builder">What <c>AddSocketIO</c> returned.</param>
    /// <param name="connectionString">The database, as Npgsql has it: <c>Host=db;Username=chat;Password=…;Database=chat</c>.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>The server starts without the database, too, and joins when it is there.</remarks>
    /// <exception cref="ArgumentException">The connection string or an option is not valid.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddSocketIO().AddPostgresAdapter(builder.Configuration.GetConnectionString("Chat")!);
    /// </code>
    /// </example>
    public static ISocketIOBuilder AddPostgresAdapter(this ISocketIOBuilder builder, string connectionString, Action<PostgresAdapterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        var settings = new NpgsqlConnectionStringBuilder(connectionString);

        // With several hosts only one takes notifications: the primary.
        if (settings.Host?.Contains(',', StringComparison.Ordinal) is true && settings.TargetSessionAttributes is null)
        {
            settings.TargetSessionAttributes = "primary";
        }

        return Add(builder, _ => new PostgresDatabase(NpgsqlDataSource.Create(settings), ownsSource: true), configure);
    }

    /// <summary>
    /// Joins the cluster of all servers that use the same database, in .NET and in JavaScript, with connections of the application.
    /// </summary>
    /// <param name="builder">What <c>AddSocketIO</c> returned.</param>
    /// <param name="dataSource">The database. It is not disposed of. Two connections more are opened with its settings, which stay open.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public static ISocketIOBuilder AddPostgresAdapter(this ISocketIOBuilder builder, NpgsqlDataSource dataSource, Action<PostgresAdapterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return Add(builder, _ => new PostgresDatabase(dataSource, ownsSource: false), configure);
    }

    /// <summary>
    /// Joins the cluster of all servers that use the same database, in .NET and in JavaScript, with the <see cref="NpgsqlDataSource"/> that is registered with the application.
    /// </summary>
    /// <param name="builder">What <c>AddSocketIO</c> returned.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public static ISocketIOBuilder AddPostgresAdapter(this ISocketIOBuilder builder, Action<PostgresAdapterOptions>? configure = null)
        => Add(builder, static services => new PostgresDatabase(services.GetRequiredService<NpgsqlDataSource>(), ownsSource: false), configure);

    private static ISocketIOBuilder Add(ISocketIOBuilder builder, Func<IServiceProvider, PostgresDatabase> connect, Action<PostgresAdapterOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new PostgresAdapterOptions();
        configure?.Invoke(options);
        options.Validate();

        builder.Services.AddKeyedSingleton<IAdapterFactory>(builder.Name, (services, _) => new PostgresAdapterFactory(
            connect(services),
            options,
            new ClusterMetrics(services.GetService<IMeterFactory>()),
            services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance));

        return builder;
    }
}
