using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using SocketIO.Engine;

namespace SocketIO.Tests;

public sealed class PipeWebSocketConnectionTests
{
    private static readonly byte[] EmptyClose = [0x88, 0x00];

    [Fact]
    public async Task Messages_are_handed_out_in_order_and_a_batch_ends_once()
    {
        await using var peer = new PipePeer().Start();
        peer.Handler.NotesBatches = true;
        await peer.SendAsync(ClientFrames.Text("a"), ClientFrames.Binary([1]), ClientFrames.Text("b"));
        await peer.SendAsync(ClientFrames.Text("c"));
        Assert.Equal(["text a", "binary 01", "text b", "batch", "text c", "batch"], peer.Handler.Seen);
    }

    [Fact]
    public async Task The_next_message_waits_for_the_handler_and_what_it_wrote_does_not()
    {
        await using var peer = new PipePeer().Start();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        peer.Handler.OnMessage = (data, _) =>
        {
            peer.Handler.Write(data.Span, isBinary: false);
            return data.Span[0] == 'a' ? new ValueTask(gate.Task) : default;
        };

        await peer.SendAsync(ClientFrames.Text("a"), ClientFrames.Text("b"));
        Assert.Equal(["text a"], peer.Handler.Seen);
        Assert.Equal([0x81, 0x01, (byte)'a'], peer.Received());

        gate.SetResult();
        await Wait.Until("b arrived", () => peer.Handler.Seen.Count == 2, () => string.Join(", ", peer.Handler.Seen));
    }

    [Fact]
    [Trait("Hostile", "C23")]
    public async Task Only_the_latest_ping_of_a_batch_is_answered()
    {
        await using var peer = new PipePeer().Start();
        await peer.SendAsync(ClientFrames.Ping("1"), ClientFrames.Text("x"), ClientFrames.Ping("2"), ClientFrames.Ping("3"));
        Assert.Equal(["text x", "ping 3"], peer.Handler.Seen);
        Assert.Equal([0x8A, 0x01, (byte)'3'], peer.Received());
    }

    [Fact]
    [Trait("Hostile", "C23")]
    public async Task A_flood_of_pings_ends_the_connection_with_1008()
    {
        var time = new ManualTimeProvider();
        await using var peer = new PipePeer(new WebSocketSettings { Time = time }).Start();

        await peer.SendAsync([.. Enumerable.Repeat(ClientFrames.Ping(), 500)]);
        Assert.Equal(["ping"], peer.Handler.Seen);
        Assert.Equal([0x8A, 0x00], peer.Received());

        time.Advance(TimeSpan.FromMilliseconds(10));
        await peer.SendAsync(ClientFrames.Pong());
        await peer.SendAsync(ClientFrames.Pong("one too many"));
        Assert.Equal("closed ProtocolError TooManyControlFrames", peer.Handler.Seen[^1]);
        Assert.Equal([0x88, 0x02, 0x03, 0xF0], peer.Received());
    }

    [Fact]
    public async Task Pings_at_the_allowed_rate_go_on_for_ever()
    {
        var time = new ManualTimeProvider();
        await using var peer = new PipePeer(new WebSocketSettings { Time = time }).Start();

        for (var i = 0; i < 5_000; i++)
        {
            await peer.SendAsync(ClientFrames.Ping());
            time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(5_000, peer.Handler.Seen.Count);
    }

    [Theory]
    [InlineData(1000, "bye")]
    [InlineData(1001, "")]
    [InlineData(4999, "é")]
    [Trait("Hostile", "C18")]
    public async Task A_close_frame_is_echoed(int code, string reason)
    {
        await using var peer = new PipePeer().Start();
        await peer.SendAsync(ClientFrames.Close(code, reason), ClientFrames.Text("late"), ClientFrames.Close(1002));
        await Wait.For("the end", peer.Running);
        Assert.Equal([$"closed Clean {code} {reason}".TrimEnd()], peer.Handler.Seen);
        byte[] utf8 = Encoding.UTF8.GetBytes(reason);
        Assert.Equal([0x88, (byte)(2 + utf8.Length), (byte)(code >> 8), (byte)code, .. utf8], peer.Received());
    }

    [Fact]
    [Trait("Hostile", "C18")]
    public async Task A_close_frame_without_a_code_is_echoed_without_one()
    {
        await using var peer = new PipePeer().Start();
        await peer.SendAsync(ClientFrames.Close());
        await Wait.For("the end", peer.Running);
        Assert.Equal(["closed Clean -"], peer.Handler.Seen);
        Assert.Equal(EmptyClose, peer.Received());
    }

    [Fact]
    public async Task The_answer_to_our_own_close_frame_ends_the_connection_and_is_not_answered_again()
    {
        await using var peer = new PipePeer().Start();
        Assert.True(await peer.Handler.SendAsync(c => c.WriteClose()));
        Assert.Equal(EmptyClose, peer.Received());
        Assert.True(peer.Connection.IsCloseWritten);
        Assert.False(peer.Running.IsCompleted);

        await peer.SendAsync(ClientFrames.Text("on its way"), ClientFrames.Close());
        await Wait.For("the end", peer.Running);
        Assert.Equal(["text on its way", "closed Clean -"], peer.Handler.Seen);
        Assert.Empty(peer.Received());
    }

    [Fact]
    public async Task Nothing_is_written_after_a_close_frame()
    {
        await using var peer = new PipePeer().Start();
        await peer.Handler.SendAsync(c =>
        {
            c.WriteClose(1001, "bye"u8);
            c.WriteText("late"u8);
            c.WriteFrames([0x81, 0x00]);
            c.WritePong("late"u8);
            c.WriteClose(1002);
        });

        Assert.Equal([0x88, 0x05, 0x03, 0xE9, (byte)'b', (byte)'y', (byte)'e'], peer.Received());
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_a_close_frame_is_cut_after_the_close_timeout()
    {
        var time = new ManualTimeProvider();
        await using var peer = new PipePeer(new WebSocketSettings { Time = time }).Start();
        await peer.Handler.SendAsync(c => c.WriteClose());

        time.Advance(TimeSpan.FromSeconds(4.999));
        Assert.False(peer.Running.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(0.001));
        await Wait.For("the end", peer.Running);
        Assert.Equal(["closed Aborted -"], peer.Handler.Seen);
    }

    [Fact]
    public async Task What_a_client_does_not_read_after_the_end_does_not_keep_its_connection()
    {
        var time = new ManualTimeProvider();
        var tcp = new Tcp();
        await using var peer = new PipePeer(new WebSocketSettings { Time = time }, connection: tcp).Start();
        await peer.SendAsync(ClientFrames.Close());
        await Wait.For("the end", peer.Running);

        time.Advance(TimeSpan.FromSeconds(4.999));
        Assert.Equal(0, tcp.Aborted);

        time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(1, tcp.Aborted);
    }

    [Theory]
    [MemberData(nameof(FrameReaderTests.BrokenRules), MemberType = typeof(FrameReaderTests))]
    [Trait("Hostile", "C12")]
    [Trait("Hostile", "C13")]
    [Trait("Hostile", "C14")]
    [Trait("Hostile", "C15")]
    [Trait("Hostile", "C16")]
    [Trait("Hostile", "C17")]
    [Trait("Hostile", "C19")]
    public async Task A_broken_rule_is_answered_with_its_close_code(string row, byte[] bytes, string expected)
    {
        await using var peer = new PipePeer().Start();
        await peer.SendAsync(bytes);
        var code = int.Parse(expected[^4..]);
        Assert.Equal((row, $"closed ProtocolError {expected.Split(' ')[1]}"), (row, peer.Handler.Seen[^1]));
        Assert.Equal([0x88, 0x02, (byte)(code >> 8), (byte)code], peer.Received());
    }

    [Fact]
    public async Task After_a_broken_rule_the_peers_close_frame_is_awaited()
    {
        await using var peer = new PipePeer().Start();
        await peer.SendAsync(ClientFrames.Frame(0x1, new byte[1000], length: 1_000_001));
        Assert.False(peer.Running.IsCompleted);

        await peer.SendAsync(new byte[999_001], ClientFrames.Text("ignored"));
        Assert.False(peer.Running.IsCompleted);

        await peer.SendAsync(ClientFrames.Close(1009));
        await Wait.For("the end", peer.Running);
        Assert.Equal(["closed ProtocolError MessageTooLarge"], peer.Handler.Seen);
    }

    [Fact]
    [Trait("Hostile", "C27")]
    public async Task The_end_of_the_stream_and_a_reset_are_told_apart()
    {
        await using var ended = new PipePeer().Start();
        await ended.SendAsync(ClientFrames.Text("last"), ClientFrames.Text("cut off")[..5]);
        ended.End();
        await Wait.For("the end", ended.Running);
        Assert.Equal(["text last", "closed EndOfStream -"], ended.Handler.Seen);
        Assert.Empty(ended.Received());

        await using var reset = new PipePeer().Start();
        reset.End(new IOException("Connection reset by peer."));
        await Wait.For("the end", reset.Running);
        Assert.Equal(["closed Reset -"], reset.Handler.Seen);
    }

    [Fact]
    public async Task Abort_ends_the_loop_once()
    {
        await using var peer = new PipePeer().Start();
        await peer.SendAsync(ClientFrames.Text("a"));
        peer.Connection.Abort();
        peer.Connection.Abort();
        await Wait.For("the end", peer.Running);
        Assert.Equal(["text a", "closed Aborted -"], peer.Handler.Seen);
    }

    [Fact]
    public async Task A_read_that_the_server_cancels_changes_nothing()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        var connection = new PipeWebSocketConnection(new Both(pipe.Reader, new System.IO.Pipelines.Pipe().Writer), new WebSocketSettings());
        var handler = new RecordingHandler { Connection = connection };
        var running = connection.RunAsync(handler);

        pipe.Reader.CancelPendingRead();
        await pipe.Writer.WriteAsync(ClientFrames.Text("still here"));
        await Wait.Until("the message", () => handler.Seen.Count == 1);
        pipe.Writer.Complete();
        await Wait.For("the end", running);
        Assert.Equal(["text still here", "closed EndOfStream -"], handler.Seen);
    }

    [Fact]
    public async Task A_handler_that_throws_ends_the_connection_and_is_heard_of()
    {
        var peer = new PipePeer();
        peer.Handler.OnMessage = (_, _) => throw new InvalidTimeZoneException();
        peer.Start();
        await peer.SendAsync(ClientFrames.Text("a"));
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => peer.Running);
    }

    [Fact]
    [Trait("Hostile", "C22")]
    public async Task A_message_that_is_not_completed_in_time_ends_the_connection_with_1008()
    {
        var time = new ManualTimeProvider();
        time.Advance(TimeSpan.FromSeconds(1));
        await using var peer = new PipePeer(new WebSocketSettings { Time = time }).Start();
        await peer.SendAsync(ClientFrames.Text("a", fin: false));

        for (var second = 0; second < 29; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            peer.Connection.CheckTimeout(time.GetTimestamp());
            await peer.SendAsync(ClientFrames.Continuation("a"u8.ToArray(), fin: false), ClientFrames.Pong());
        }

        time.Advance(TimeSpan.FromSeconds(1));
        peer.Connection.CheckTimeout(time.GetTimestamp());
        Assert.Empty(peer.Handler.Seen);

        time.Advance(TimeSpan.FromSeconds(1));
        peer.Connection.CheckTimeout(time.GetTimestamp());
        await Wait.Until("the close", () => peer.Handler.Seen.Count > 0);
        Assert.Equal(["closed ProtocolError MessageTimeout"], peer.Handler.Seen);
        Assert.Equal([0x88, 0x02, 0x03, 0xF0], peer.Received());
    }

    [Fact]
    [Trait("Hostile", "C22")]
    public async Task Half_a_header_is_an_incomplete_message_too()
    {
        var time = new ManualTimeProvider();
        await using var peer = new PipePeer(new WebSocketSettings { Time = time }).Start();
        await peer.SendAsync([0x81]);
        time.Advance(TimeSpan.FromSeconds(31));
        peer.Connection.CheckTimeout(time.GetTimestamp());
        peer.Connection.CheckTimeout(time.GetTimestamp());
        Assert.Equal(["closed ProtocolError MessageTimeout"], peer.Handler.Seen);
    }

    [Fact]
    public async Task Time_between_messages_and_long_conversations_are_no_timeout()
    {
        var time = new ManualTimeProvider();
        await using var peer = new PipePeer(new WebSocketSettings { Time = time }).Start();
        var half = ClientFrames.Text("message");

        for (var i = 0; i < 100; i++)
        {
            await peer.SendAsync(half[..4]);
            time.Advance(TimeSpan.FromSeconds(20));
            peer.Connection.CheckTimeout(time.GetTimestamp());
            peer.Connection.CheckTimeout(time.GetTimestamp());
            await peer.SendAsync(half[4..], half[..3]);
            time.Advance(TimeSpan.FromSeconds(20));
            peer.Connection.CheckTimeout(time.GetTimestamp());
            peer.Connection.CheckTimeout(time.GetTimestamp());
            await peer.SendAsync(half[3..], ClientFrames.Ping());
            time.Advance(TimeSpan.FromMinutes(10));
            peer.Connection.CheckTimeout(time.GetTimestamp());
            peer.Connection.CheckTimeout(time.GetTimestamp());
        }

        Assert.Equal(200, peer.Handler.Seen.Count(l => l == "text message"));
    }

    [Fact]
    public async Task The_rest_of_a_message_that_came_during_a_pause_of_the_process_counts()
    {
        var time = new ManualTimeProvider();
        await using var peer = new PipePeer(new WebSocketSettings { Time = time }).Start();
        var frame = ClientFrames.Text("late, but here");
        await peer.SendAsync(frame[..9]);
        time.Stall(TimeSpan.FromMinutes(1));
        peer.Connection.CheckTimeout(time.GetTimestamp());
        await peer.SendAsync(frame[9..]);
        peer.Connection.CheckTimeout(time.GetTimestamp());
        Assert.Equal(["text late, but here"], peer.Handler.Seen);
    }

    [Fact]
    public async Task A_message_that_began_after_the_overdue_one_was_completed_is_not_overdue()
    {
        var time = new ManualTimeProvider();
        await using var peer = new PipePeer(new WebSocketSettings { Time = time }).Start();
        await peer.SendAsync(ClientFrames.Text("a")[..3]);
        time.Advance(TimeSpan.FromSeconds(40));
        peer.Connection.CheckTimeout(time.GetTimestamp());

        // The verdict falls at the very moment at which the message is complete.
        peer.Handler.OnMessage = (_, _) =>
        {
            peer.Connection.CheckTimeout(time.GetTimestamp());
            return default;
        };
        await peer.SendAsync(ClientFrames.Text("a")[3..], ClientFrames.Text("b")[..3]);
        await peer.SendAsync(ClientFrames.Text("b")[3..]);
        Assert.Equal(["text a", "text b"], peer.Handler.Seen);
    }

    private sealed class Tcp : IConnectionLifetimeFeature
    {
        public int Aborted { get; private set; }

        public CancellationToken ConnectionClosed { get; set; }

        public void Abort() => Aborted++;
    }

    private sealed class Both(System.IO.Pipelines.PipeReader input, System.IO.Pipelines.PipeWriter output) : System.IO.Pipelines.IDuplexPipe
    {
        public System.IO.Pipelines.PipeReader Input => input;

        public System.IO.Pipelines.PipeWriter Output => output;
    }
}
