using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SocketIO.Server.Tests;

/// <summary>Why a session is not here: clients are told the same in all cases, the log is told more.</summary>
public sealed class UnknownSessionTests
{
    [Fact]
    public async Task Every_server_has_an_id_with_which_its_session_ids_end()
    {
        await using var one = new ServerHarness();
        await using var other = new ServerHarness();

        Assert.NotEqual(one.Io.NodeId, other.Io.NodeId);
        Assert.Equal(one.Io.NodeId, one.Open().Session.Id[^6..]);
        Assert.Equal(one.Io.NodeId, one.Open().Session.Id[14..]);
    }

    [Fact]
    [Trait("Spec", "T-16")]
    public async Task A_session_of_this_server_that_has_ended_is_told_at_debug()
    {
        await using var harness = new ServerHarness();
        var session = harness.Open().Session;
        session.Close(discard: true);

        await AskAsync(harness, session.Id);

        Assert.Equal((LogLevel.Debug, "SessionGone"), Told(harness));
    }

    [Theory]
    [Trait("Spec", "T-16")]
    [InlineData("abc")]
    [InlineData("there+are+no+such+ids")]
    [InlineData("an-id-that-is-much-longer-than-any-that-is-made-by-a-server-or-by-its-application")]
    public async Task What_is_no_session_id_is_told_at_debug(string id)
    {
        await using var harness = new ServerHarness();

        await AskAsync(harness, id);

        Assert.Equal((LogLevel.Debug, "NotASessionId"), Told(harness));
    }

    [Fact]
    [Trait("Spec", "T-57")]
    [Trait("Spec", "T-58")]
    public async Task A_session_of_another_server_is_a_warning_once_a_minute_that_names_both_and_not_the_session()
    {
        await using var one = new ServerHarness();
        await using var other = new ServerHarness();
        var session = one.Open().Session.Id;

        await AskAsync(other, session);
        Assert.Equal((LogLevel.Warning, "SessionOfAnotherNode"), Told(other));

        for (var i = 0; i < 5; i++)
        {
            other.Time.Advance(TimeSpan.FromSeconds(11));
            await AskAsync(other, session);
        }

        Assert.Single(TextsOf(other));
        other.Time.Advance(TimeSpan.FromSeconds(5));
        await AskAsync(other, session);

        var texts = TextsOf(other);
        Assert.Equal(2, texts.Length);
        Assert.Contains(" issued: 1, ", texts[0], StringComparison.Ordinal);
        Assert.Contains(" issued: 6, ", texts[1], StringComparison.Ordinal);
        Assert.All(texts, text =>
        {
            Assert.Contains(one.Io.NodeId, text, StringComparison.Ordinal);
            Assert.Contains(other.Io.NodeId, text, StringComparison.Ordinal);
            Assert.Contains("sticky sessions", text, StringComparison.Ordinal);
        });
        Assert.DoesNotContain(other.Logs.Entries, entry => entry.Text.Contains(session[..14], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ids_of_the_applications_own_say_nothing_about_who_issued_them()
    {
        await using var one = new ServerHarness();
        await using var other = new ServerHarness(options => options.GenerateId = _ => new ValueTask<string>("anything"));

        await AskAsync(other, one.Open().Session.Id);

        Assert.Contains(other.Logs.Entries, entry => entry.Event is "RequestRefused");
        Assert.Empty(Entries(other));
    }

    private static async Task AskAsync(ServerHarness harness, string id)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        context.Request.Method = "GET";
        context.Request.QueryString = new QueryString($"?EIO=4&transport=polling&sid={id}");

        await harness.Io.Engine.HandleAsync(context);

        Assert.Equal(400, context.Response.StatusCode);
        Assert.Equal("application/json", context.Response.ContentType);
        Assert.Equal("""{"code":1,"message":"Session ID unknown"}""", Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()));
    }

    private static (LogLevel, string) Told(ServerHarness harness)
    {
        var entry = Assert.Single(Entries(harness));
        return (entry.Level, entry.Event);
    }

    private static string[] TextsOf(ServerHarness harness)
        => [.. Entries(harness).Where(entry => entry.Event is "SessionOfAnotherNode").Select(entry => entry.Text)];

    private static IEnumerable<(string Category, LogLevel Level, string Event, string Text)> Entries(ServerHarness harness)
        => harness.Logs.Entries.Where(entry => entry.Category is "SocketIO.Engine.UnknownSessions");
}
