using System.Net;
using System.Net.Sockets;

namespace SocketIO.Tests;

/// <summary>samples/ConsoleClient, in front of samples/Chat and of nothing.</summary>
public sealed class ConsoleClientTests(ChatServerFixture chat) : IClassFixture<ChatServerFixture>
{
    [Fact]
    public async Task What_is_typed_at_one_terminal_appears_at_the_other()
    {
        var room = $"room {Guid.NewGuid().ToString()[..8]}";
        await using var anna = SampleProgram.Start("ConsoleClient", chat.Url, "anna", room);
        await using var bert = SampleProgram.Start("ConsoleClient", chat.Url, "bert", room);
        await anna.SaysAsync("* anna is in");
        await bert.SaysAsync("* bert is in");

        anna.Type("hello, bert");
        Assert.Equal("anna: hello, bert", await bert.SaysAsync("hello"));
        bert.Type("hello, anna");
        Assert.Equal("bert: hello, anna", await anna.SaysAsync("hello"));

        anna.EndInput();
        Assert.Equal(0, await anna.EndsAsync());
        Assert.DoesNotContain(anna.Lines, line => line.Contains("nobody knows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_comes_later_sees_what_was_said()
    {
        var room = $"room {Guid.NewGuid().ToString()[..8]}";
        await using var anna = SampleProgram.Start("ConsoleClient", chat.Url, "anna", room);
        await anna.SaysAsync("* anna is in");
        anna.Type("is anybody there?");

        // The room is remembered as long as somebody is in it.
        await using var bert = SampleProgram.Start("ConsoleClient", chat.Url, "bert", room);
        Assert.Equal("anna: is anybody there?", await bert.SaysAsync("anybody"));
    }

    [Fact]
    [Trait("Spec", "T-05")]
    [Trait("Spec", "T-06")]
    public async Task A_server_that_is_not_there_is_explained_in_one_line_and_asked_again()
    {
        // Taken, but not listened on until it is asked for.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}";

        await using var anna = SampleProgram.Start("ConsoleClient", url, "anna");
        var line = await anna.SaysAsync("cannot connect");
        Assert.Equal($"* cannot connect: xhr poll error. Nothing listens at {url}/socket.io/: is the server running, and the port right?", line);

        taken.Listen();
        using var asked = await Wait.For("another attempt", taken.AcceptAsync());
        Assert.Single(anna.Lines);
    }

    [Fact]
    [Trait("Spec", "CLI-057")]
    public async Task A_refusal_is_told_and_ends_it()
    {
        await using var nobody = SampleProgram.Start("ConsoleClient", chat.Url, new string('x', 100));

        Assert.Equal(1, await nobody.EndsAsync());
        Assert.StartsWith("* cannot connect: A name is needed, of up to 24 characters. ", await nobody.SaysAsync("cannot connect"), StringComparison.Ordinal);
    }
}
