using Npgsql;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Makes emitters for a cluster over PostgreSQL, its servers being in .NET or in JavaScript.
/// </summary>
public static class PostgresEmitter
{
    /// <summary>
    /// Makes an emitter.
    /// </summary>
    /// <param name="dataSource">The database. Connections are taken from its pool for as long as something is sent.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>An emitter for all clients of the main namespace. Its methods fail when the database does not take a message.</returns>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    /// <example>
    /// <code>
    /// var emitter = PostgresEmitter.Create(dataSource);
    /// await emitter.To("news").EmitAsync("headline", "It works.");
    /// </code>
    /// </example>
    public static SocketIOEmitter Create(NpgsqlDataSource dataSource, Action<PostgresEmitterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        var options = new PostgresEmitterOptions();
        configure?.Invoke(options);
        return new SocketIOEmitter(new EmitterPublisher(dataSource, options), options.JsonSerializerOptions);
    }

    /// <summary>
    /// Makes an emitter with connections of its own, which are closed when the process ends, or when they have not been used for some minutes.
    /// </summary>
    /// <param name="connectionString">The database, as Npgsql has it.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>An emitter for all clients of the main namespace. Its methods fail when the database does not take a message.</returns>
    /// <exception cref="ArgumentException">The connection string or an option is not valid.</exception>
    public static SocketIOEmitter Create(string connectionString, Action<PostgresEmitterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        return Create(NpgsqlDataSource.Create(connectionString), configure);
    }
}
