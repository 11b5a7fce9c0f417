using System.Text.Json;
using SocketIO.FunctionalTests;
using SocketIO.Tests;

namespace SocketIO.Differential;

/// <summary>A client of its own that asks the server afterwards what it remembers of a play.</summary>
internal sealed class Observer : IAsyncDisposable
{
    private readonly Target _server;
    private readonly int _run;
    private readonly Tokens _own;
    private readonly Peer _peer;
    private int _id;

    private Observer(Target server, int run)
    {
        _server = server;
        _run = run;
        _own = new Tokens(run, server.Port);
        _peer = new Peer(7, _own, echoes: false);
    }

    private string Marker => $"marker-{_run}";

    private string Namespace => $"/dyn-{_run}9";

    public static async Task<Observer> OpenAsync(Target server, bool polling, int run)
    {
        var observer = new Observer(server, run);

        // What the server notes of refused requests from here on is this play's.
        using (var marker = await RawHttp.ConnectAsync(server))
        {
            await marker.SendRequestAsync("GET", $"{server.Path}?EIO=4&transport={observer.Marker}");
            await marker.ReadReplyAsync();
        }

        if (polling)
        {
            var http = await RawHttp.ConnectAsync(server);
            await http.SendRequestAsync("GET", server.PollingUrl);
            using var json = JsonDocument.Parse((await http.ReadReplyAsync()).Text[1..]);
            var link = new PollingLink(server, $"{server.PollingUrl}&sid={json.RootElement.GetProperty("sid").GetString()}", lazy: false, http, observer._peer.Receive, () => observer._peer.HasEnded("poll"), (_, _) => { });
            observer._peer.Link = link;
            link.Start();
        }
        else
        {
            var (socket, _) = await RawWebSocket.AskAsync(server, server.WebSocketUrl);
            var link = new WebSocketLink(socket!, observer._peer.Receive, observer._peer.HasEnded);
            observer._peer.Link = link;
            link.Start();
        }

        await observer._peer.SendAsync([$"40{observer.Namespace},"]);
        await observer._peer.AwaitAsync([$"40{observer.Namespace},"], Wait.Limit);
        return observer;
    }

    /// <summary>Waits until the server has let go of every other client, then asks why their sockets ended, and what was refused.</summary>
    public async Task TellAsync(Tokens tokens, Outcome outcome)
    {
        Assert.True(await IsAloneWithAsync(0), $"Clients of the play are still there: {_server}");

        foreach (var id in tokens.SocketIds)
        {
            outcome.Add("deaths", tokens.Hide($"{id} {await AskAsync($"[\"death-of\",\"{id}\"]")}"));
        }

        using var errors = JsonDocument.Parse(await AskAsync("[\"engine-errors\"]"));
        var all = errors.RootElement[0].EnumerateArray().Select(e => e.GetRawText()).ToArray();
        var start = Array.FindLastIndex(all, e => e.Contains(Marker, StringComparison.Ordinal));

        foreach (var error in all[(start + 1)..])
        {
            outcome.Add("errors", tokens.Hide(error));
        }
    }

    /// <summary>Waits until the server has no more clients than these; answers whether that was in time.</summary>
    public async Task<bool> IsAloneWithAsync(int others)
    {
        for (var i = 0; i < 400; i++)
        {
            using var json = JsonDocument.Parse(await AskAsync("[\"count\"]"));

            if (json.RootElement[0].GetProperty("clients").GetInt32() <= others + 1)
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_peer.Link is { } link)
        {
            await link.LeaveAsync("close");
        }

        await _peer.DisposeAsync();
    }

    private async Task<string> AskAsync(string payload)
    {
        var start = $"43{Namespace},{++_id}[";
        await _peer.SendAsync([$"42{Namespace},{_id}{payload}"]);
        await _peer.AwaitAsync([start], Wait.Limit);
        var outcome = new Outcome();
        _peer.Take(outcome);
        var answer = outcome.Channels.SelectMany(c => c.Value).Select(_own.Fill).Single(line => line.StartsWith(start, StringComparison.Ordinal));
        return answer[(start.Length - 1)..];
    }
}
