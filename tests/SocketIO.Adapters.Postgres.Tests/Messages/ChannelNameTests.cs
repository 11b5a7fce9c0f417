using System.Text;

namespace SocketIO.Adapters.Postgres.Tests;

public sealed class ChannelNameTests
{
    [Theory, Trait("Spec", "ADP-058")]
    [InlineData("socket.io", "/", "socket.io#/")]
    [InlineData("a#b", "/c\"d", "a#b#/c\"d")]
    public void Names_are_those_of_JavaScript(string prefix, string ns, string channel) => Assert.Equal(channel, ChannelName.Of(prefix, ns));

    [Theory, Trait("Hostile", "L10")]
    [InlineData("/nul\0")]
    [InlineData("/lone\ud800")]
    [InlineData("/a-namespace-whose-name-is-longer-than-postgresql-allows-for-channels")]
    public void Names_that_PostgreSQL_does_not_take_are_replaced(string ns)
    {
        var channel = ChannelName.Of("socket.io", ns);
        Assert.InRange(Encoding.UTF8.GetByteCount(channel), 1, 63);
        Assert.DoesNotContain('\0', channel);
        Assert.Equal(channel, ChannelName.Of("socket.io", ns));
        Assert.NotEqual(channel, ChannelName.Of("socket.io", ns + "x"));
        Assert.NotEqual(channel, ChannelName.Of("other", ns));
    }

    [Theory]
    [InlineData("socket_io_attachments", true)]
    [InlineData("my_schema.attachments", true)]
    [InlineData("\"My Schema\".\"the \"\"table\"\"\"", true)]
    [InlineData("größe$1", true)]
    [InlineData("", false)]
    [InlineData("a; DROP TABLE b", false)]
    [InlineData("a b", false)]
    [InlineData("\"open", false)]
    [InlineData("a.b.c", false)]
    [InlineData("a\n", false)]
    public void Names_of_tables_are_checked(string name, bool isTable)
    {
        Assert.Equal(isTable, SqlName.IsTable(name));

        if (!isTable)
        {
            Assert.Contains(nameof(PostgresAdapterOptions.TableName), Assert.Throws<ArgumentException>(() => new PostgresAdapterOptions { TableName = name }.Validate()).Message, StringComparison.Ordinal);
        }
    }
}
