using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SocketIO.Adapters;
using SocketIO.Adapters.Postgres;

namespace SocketIO.Tests.Cluster;

/// <summary>A cluster over the notifications of PostgreSQL.</summary>
public class PostgresFixture : ClusterFixture
{
    private readonly PostgresServer _postgres = new();

    public override string Url => PostgresServer.UrlOf(_postgres.ConnectionString);

    public override (string Make, string End)? JavaScriptEmitter => ($$"""
        import pg from "pg";
        import { Emitter } from "@socket.io/postgres-emitter";
        const pool = new pg.Pool({ connectionString: "{{Url}}", max: 1 });
        const root = new Emitter(pool, "/", { channelPrefix: "{{Prefix}}", tableName: "{{Prefix}}_attachments" });
        // Its "of" forgets the options.
        const emitter = { of: nsp => new Emitter(pool, nsp, { channelPrefix: "{{Prefix}}", tableName: "{{Prefix}}_attachments" }) };
        """, "await new Promise(done => setTimeout(done, 500)); await pool.end();");

    // What has an attachment is fetched while the next is handed over already.
    public override bool JavaScriptKeepsOrder => false;

    // ADP-062: it does not name the namespace, which npm's own adapter wants to know.
    public override string[] ReachedByJavaScriptEmitter => ["net1", "net2"];

    protected override string JavaScriptAdapter => "postgres";

    private string AttachmentsTable => $"{Prefix}_attachments";

    public override ValueTask<(SocketIOEmitter Emitter, IAsyncDisposable Connection)> CreateEmitterAsync()
    {
        var database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        return new((PostgresEmitter.Create(database, options => (options.ChannelPrefix, options.TableName) = (Prefix, AttachmentsTable)), database));
    }

    protected override async Task StartBrokerAsync()
    {
        await _postgres.InitializeAsync();

        // As the documentation of the JavaScript adapter has it.
        await _postgres.ExecuteAsync($"CREATE TABLE IF NOT EXISTS {AttachmentsTable} (id bigserial UNIQUE, created_at timestamptz DEFAULT NOW(), payload bytea)");
    }

    protected override async Task StopBrokerAsync() => await _postgres.DisposeAsync();

    protected override void AddAdapter(ISocketIOBuilder builder)
        => builder.AddPostgresAdapter(_postgres.ConnectionString, options =>
        {
            options.ChannelPrefix = Prefix;
            options.TableName = AttachmentsTable;
            options.HeartbeatInterval = TimeSpan.FromSeconds(1);
            options.HeartbeatTimeout = TimeSpan.FromSeconds(4);
            options.RequestTimeout = TimeSpan.FromSeconds(1.5);
        });
}
