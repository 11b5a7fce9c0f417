using SocketIO.Tests;
using SocketIO.Protocol;

namespace SocketIO.FunctionalTests;

/// <summary>Acknowledgement ids and the packets that carry them, both ways.</summary>
public sealed class AckTests
{
    [Theory]
    [Trait("Hostile", "H19")]
    [Trait("Hostile", "H24")]
    [InlineData("420[\"alive\"]", "430[\"yes\"]")]
    [InlineData("42007[\"alive\"]", "437[\"yes\"]")]
    [InlineData("42/,12[\"alive\"]", "4312[\"yes\"]")]
    [InlineData("429007199254740991[\"alive\"]", "439007199254740991[\"yes\"]")]
    public Task An_ack_id_is_answered(string packet, string answer) => Rows.OnBothAsync(async (_, peer) =>
    {
        await peer.SendAsync(packet);
        await peer.AssertNextAsync(answer);
        await peer.AssertAliveAsync();
    });

    [Theory]
    [Trait("Hostile", "H20")]
    [Trait("Hostile", "H21")]
    [Trait("Hostile", "H22")]
    [Trait("Hostile", "H23")]
    [InlineData("429007199254740992[\"a\"]")]
    [InlineData("429007199254740993[\"a\"]")]
    [InlineData("4218446744073709551617[\"a\"]")]
    [InlineData("42 1 [\"a\"]")]
    [InlineData("421 2[\"a\"]")]
    [InlineData("42\n[\"a\"]")]
    [InlineData("42 [\"a\"]")]
    [InlineData("42-1[\"a\"]")]
    [InlineData("42+1[\"a\"]")]
    [InlineData("421.5[\"a\"]")]
    [InlineData("421e3[\"a\"]")]
    [InlineData("420x1[\"a\"]")]
    [InlineData("42\u0661[\"a\"]")]
    public Task A_bad_ack_id_is_a_forced_close(string packet) => Rows.ForcedCloseAsync(packet);

    [Fact]
    [Trait("Hostile", "H21")]
    [Trait("Rule", "Header_MegabyteDigits_LinearTime")]
    public async Task A_megabyte_of_digits_is_refused_in_linear_time()
    {
        // At a megabyte, an algorithm that is not linear takes minutes: the waits of this test end first.
        var digits = new string('9', 999_000);

        foreach (var packet in (string[])[$"42{digits[..400]}[\"a\"]", $"42{digits}[\"a\"]", $"45{digits}-[\"a\"]", $"43{digits}[]", $"42{new string('0', 999_000)}1[\"a\""])
        {
            await Rows.ForcedCloseAsync(packet);
        }
    }

    [Theory]
    [Trait("Hostile", "H25")]
    [InlineData("43999[\"x\"]")]
    [InlineData("43[\"x\"]")]
    [InlineData("430[]")]
    [InlineData("439007199254740991[]")]
    [Trait("Hostile", "I20")]
    public Task An_ack_nobody_waits_for_is_ignored(string packet) => Rows.IgnoredAsync(packet);

    [Theory]
    [Trait("Hostile", "H25")]
    [Trait("Hostile", "H26")]
    [InlineData("431")]
    [InlineData("431{}")]
    [InlineData("431null")]
    [InlineData("431\"x\"")]
    [InlineData("431[")]
    [InlineData("43-1[]")]
    public Task A_malformed_ack_is_a_forced_close(string packet) => Rows.ForcedCloseAsync(packet);

    [Fact]
    [Trait("Hostile", "H25")]
    public async Task An_answer_counts_once_and_for_its_own_client()
    {
        await using var server = await TestServer.StartAsync();
        using var asked = await WebSocketSession.JoinedAsync(server.Target);
        var question = server.LastSocket!.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("question");
        using var other = await WebSocketSession.JoinedAsync(server.Target);

        await asked.AssertNextAsync("420[\"question\"]");
        await other.SendAsync("430[1]");
        await other.AssertAliveAsync();
        Assert.False(question.IsCompleted);

        await asked.SendAsync("430[2]", "430[3]");
        Assert.Equal(2, await Wait.For("the answer", question));
        await asked.AssertAliveAsync();
    }

    [Fact]
    [Trait("Hostile", "H25")]
    public Task An_answer_of_the_wrong_type_fails_the_question_alone() => Rows.OnBothAsync(async (server, peer) =>
    {
        var question = server.LastSocket!.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("question");
        await peer.AssertNextAsync("420[\"question\"]");
        await peer.SendAsync("430[\"no number\"]");

        await Assert.ThrowsAnyAsync<Exception>(() => Wait.For("the answer", question));
        await peer.AssertAliveAsync();
    });

    [Fact]
    [Trait("Hostile", "H27")]
    public Task An_ack_after_its_timeout_is_ignored() => Rows.OnBothAsync(async (server, peer) =>
    {
        var question = server.LastSocket!.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("question");
        await peer.AssertNextAsync("420[\"question\"]");
        server.Clock.Advance(TimeSpan.FromSeconds(6));

        await Assert.ThrowsAsync<Protocol.AckTimeoutException>(() => Wait.For("the timeout", question));
        await peer.SendAsync("430[1]");
        await peer.AssertAliveAsync();
    });

    [Fact]
    [Trait("Hostile", "H28")]
    [Trait("Limit", "PendingAcksPerSocket")]
    public async Task Unanswered_questions_are_capped()
    {
        await using var server = await TestServer.StartAsync(o => o.PendingAcksPerSocket = 3);
        using var session = await WebSocketSession.JoinedAsync(server.Target);
        var socket = server.LastSocket!;
        var questions = Enumerable.Range(0, 3).Select(_ => socket.EmitWithAckAsync<int>("question")).ToArray();

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Wait.For("the fourth question", socket.EmitWithAckAsync<int>("question")));
        Assert.Contains("PendingAcksPerSocket", refused.Message, StringComparison.Ordinal);

        await session.SendAsync("430[7]");
        Assert.Equal(7, await Wait.For("the first answer", questions[0]));
        var fifth = socket.EmitWithAckAsync<int>("question");
        session.Dispose();

        foreach (var question in (Task<int>[])[.. questions[1..], fifth])
        {
            await Assert.ThrowsAsync<Protocol.SocketDisconnectedException>(() => Wait.For("the end of the question", question));
        }
    }

    [Fact]
    [Trait("Hostile", "H29")]
    public Task The_same_id_twice_is_answered_twice() => Rows.OnBothAsync(async (_, peer) =>
    {
        await peer.SendAsync("425[\"alive\"]", "425[\"alive\"]");
        await peer.AssertNextAsync("435[\"yes\"]");
        await peer.AssertNextAsync("435[\"yes\"]");
    });

    [Theory]
    [Trait("Hostile", "H30")]
    [Trait("Hostile", "H31")]
    [InlineData("42[\"ack twice\",\"notfn\"]", "")]
    [InlineData("427[\"ack twice\",\"notfn\"]", "437[\"first\"]")]
    public Task A_handler_may_acknowledge_what_asked_for_nothing_and_twice(string packet, string answer) => Rows.OnBothAsync(async (_, peer) =>
    {
        await peer.SendAsync(packet);

        if (answer.Length > 0)
        {
            await peer.AssertNextAsync(answer);
        }

        await peer.AssertAliveAsync();
    });

    [Fact]
    [Trait("Hostile", "H31")]
    public async Task A_handler_may_acknowledge_after_the_end_from_many_threads()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);
        await session.SendAsync("421[\"keep ack\"]");
        await Wait.Until("the handler has run", () => server.KeptAck is not null);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => await server.KeptAck!.SendAsync(i))));
        Assert.StartsWith("431[", await session.NextAsync("the only answer"), StringComparison.Ordinal);
        await session.AssertAliveAsync();
        session.Dispose();
        await server.DisconnectedAsync("transport close");
        await server.KeptAck!.SendAsync("too late");
    }
}
