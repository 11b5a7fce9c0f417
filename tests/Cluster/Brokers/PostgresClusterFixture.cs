using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SocketIO.Adapters;
using SocketIO.Adapters.Postgres;

namespace SocketIO.Tests.Cluster;

/// <summary>Servers over PostgreSQL.</summary>
public sealed class PostgresClusterFixture : ClusterFixture
{
    private readonly PostgresServer _server = new();

    public override string Url => PostgresServer.UrlOf(_server.ConnectionString);

    // npm's emitter 0.1.1 names no namespace, without which npm's adapter 0.5.0 does nothing: it reaches our servers only.
    public override (string Make, string End)? JavaScriptEmitter => null;

    protected override string JavaScriptAdapter => "postgres";

    private string TableName => Prefix + "_attachments";

    public override ValueTask<(SocketIOEmitter Emitter, IAsyncDisposable Connection)> CreateEmitterAsync()
    {
        var source = NpgsqlDataSource.Create(_server.ConnectionString);

        var emitter = PostgresEmitter.Create(source, options =>
        {
            options.ChannelPrefix = Prefix;
            options.TableName = TableName;
        });

        return new((emitter, source));
    }

    protected override async Task StartBrokerAsync()
    {
        await _server.InitializeAsync();
        await _server.ExecuteAsync($"CREATE TABLE {TableName} (id bigserial UNIQUE, created_at timestamptz DEFAULT NOW(), payload bytea)");
    }

    protected override async Task StopBrokerAsync() => await _server.DisposeAsync();

    protected override void AddAdapter(ISocketIOBuilder builder) => builder.AddPostgresAdapter(_server.ConnectionString, options =>
    {
        options.ChannelPrefix = Prefix;
        options.TableName = TableName;
        options.HeartbeatInterval = TimeSpan.FromSeconds(1);
        options.HeartbeatTimeout = TimeSpan.FromSeconds(4);
    });
}
