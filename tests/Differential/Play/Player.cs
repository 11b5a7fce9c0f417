using System.Text;
using System.Text.Json;
using SocketIO.FunctionalTests;
using SocketIO.Tests;

namespace SocketIO.Differential;

/// <summary>Plays a transcript at one server and tells what came of each step.</summary>
internal sealed class Player : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan PendingLimit = TimeSpan.FromMilliseconds(1500);

    private readonly Target _server;
    private readonly Tokens _tokens;
    private readonly bool _echoes;
    private readonly SortedDictionary<int, Peer> _peers = [];
    private readonly List<Peer> _former = [];

    private Player(Target server, bool echoes, int run)
    {
        _server = server;
        _echoes = echoes;
        _tokens = new Tokens(run, server.Port);
    }

    public static async Task<IReadOnlyList<Outcome>> PlayAsync(Transcript transcript, Target server, int run)
    {
        var echoes = transcript.Profile == Profile.Engine;
        await using var player = new Player(server, echoes, run);
        await using var observer = echoes ? null : await Observer.OpenAsync(server, transcript.Profile == Profile.PollingOnly, run);
        var outcomes = new List<Outcome>();

        foreach (var step in transcript.Steps)
        {
            var outcome = new Outcome();
            var actor = await player.DoAsync(step, outcome);

            if (actor is not null)
            {
                await actor.SettleAsync(outcome);
            }

            if (step is Step.Leave && observer is not null)
            {
                await observer.IsAloneWithAsync(player._peers.Values.Count(p => !p.Ended));
            }

            foreach (var peer in player._peers.Values.Where(p => p != actor))
            {
                await peer.SettleAsync(outcome);
            }

            outcomes.Add(outcome);
        }

        if (observer is not null)
        {
            foreach (var peer in player._peers.Values.Where(p => p.Link is PollingLink && !p.Ended))
            {
                await peer.Link!.LeaveAsync("close");
            }

            await player.DisposeAsync();
            var last = new Outcome();
            await observer.TellAsync(player._tokens, last);
            outcomes.Add(last);
        }

        return outcomes;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers.Values.Concat(_former))
        {
            await peer.DisposeAsync();
        }

        _peers.Clear();
        _former.Clear();
    }

    private async Task<Peer?> DoAsync(Step step, Outcome outcome)
    {
        switch (step)
        {
            case Step.Open open:
                return await OpenAsync(open, outcome);

            case Step.Send send when _peers.TryGetValue(send.Client, out var peer):
                Tell(outcome, peer, await peer.SendAsync(send.Packets));
                await peer.AwaitAsync(send.Awaited, AnswerLimit);
                return peer;

            case Step.Post post when _peers.TryGetValue(post.Client, out var peer):
                var reply = peer.Link is PollingLink link
                    ? await link.PostAsync(Encoding.Latin1.GetBytes(_tokens.Fill(post.Body)), post.Headers)
                    : await AskAsync(new Step.Request("POST", $"?EIO=4&transport=polling&sid={{sid:{post.Client}}}", post.Headers, post.Body));
                Tell(outcome, peer, reply);
                return peer;

            case Step.Frames frames when _peers.TryGetValue(frames.Client, out var peer) && peer.Link is WebSocketLink socket:
                await socket.SendAsync(frames.All);
                return peer;

            case Step.Upgrade upgrade when _peers.TryGetValue(upgrade.Client, out var peer):
                await UpgradeAsync(upgrade, peer, outcome);
                return peer;

            case Step.Request request:
                outcome.Add("request", await AskAsync(request));
                return null;

            case Step.Leave leave when _peers.Remove(leave.Client, out var peer):
                await (peer.Link?.LeaveAsync(leave.How) ?? Task.CompletedTask);
                _former.Add(peer);
                return null;

            default:
                return null;
        }
    }

    private void Tell(Outcome outcome, Peer peer, string? reply)
    {
        if (reply is not null)
        {
            outcome.Add($"{peer.Name} post", _tokens.Hide(reply));
        }
    }

    private async Task<Peer?> OpenAsync(Step.Open open, Outcome outcome)
    {
        if (_peers.ContainsKey(open.Client))
        {
            return null;
        }

        var peer = new Peer(open.Client, _tokens, _echoes);
        var headers = _tokens.Fill(open.Headers);
        var query = _tokens.Fill(open.Query);

        if (open.Transport == "websocket")
        {
            var (socket, reply) = await RawWebSocket.AskAsync(_server, _server.WebSocketUrl + query, headers);
            outcome.Add($"{peer.Name} open", Http.Head(reply) + (socket is null ? $" {reply.Text}" : ""));

            if (socket is null)
            {
                return null;
            }

            var opened = await socket.ReadTextAsync("the open packet");
            Opened(peer, opened, outcome);
            var link = new WebSocketLink(socket, peer.Receive, peer.HasEnded);
            peer.Link = link;
            link.Start();
        }
        else
        {
            var http = await RawHttp.ConnectAsync(_server);
            await http.SendRequestAsync("GET", _server.PollingUrl + query, headers);
            var reply = await http.ReadReplyAsync();

            if (reply.Status != 200 || !reply.Text.StartsWith("0{", StringComparison.Ordinal))
            {
                outcome.Add($"{peer.Name} open", $"{Http.Head(reply)} {_tokens.Hide(reply.Text)}");
                http.Dispose();
                return null;
            }

            Opened(peer, reply.Text, outcome);
            outcome.Add($"{peer.Name} open", _tokens.Hide(Http.Head(reply)));
            var link = new PollingLink(_server, $"{_server.PollingUrl}&sid={_tokens.Find($"{{sid:{open.Client}}}")}", open.Transport == "lazy", http, peer.Receive, () => peer.HasEnded("poll"), peer.Replied);
            peer.Link = link;
            link.Start();
        }

        _peers[open.Client] = peer;

        if (open.Joins && !_echoes)
        {
            await peer.SendAsync([$"40{peer.BarrierNamespace},"]);
            await peer.JoinedBarrierAsync();
        }

        return peer;
    }

    private void Opened(Peer peer, string packet, Outcome outcome)
    {
        using var json = JsonDocument.Parse(packet[1..]);
        _tokens.Add($"{{sid:{peer.Name}}}", json.RootElement.GetProperty("sid").GetString()!);
        outcome.Add($"{peer.Name} open", _tokens.Hide(packet));
    }

    private async Task UpgradeAsync(Step.Upgrade upgrade, Peer peer, Outcome outcome)
    {
        var (socket, reply) = await RawWebSocket.AskAsync(_server, $"{_server.WebSocketUrl}&sid={_tokens.Find($"{{sid:{upgrade.Client}}}")}");
        outcome.Add($"{peer.Name} upgrade", Http.Head(reply) + (socket is null ? $" {reply.Text}" : ""));

        if (socket is null)
        {
            return;
        }

        var first = true;
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = false;
        var link = new WebSocketLink(
            socket,
            packet =>
            {
                if (first)
                {
                    first = false;
                    answer.TrySetResult(packet);
                }
                else
                {
                    peer.Receive(packet);
                }
            },
            how =>
            {
                answer.TrySetResult("END");

                if (taken)
                {
                    peer.HasEnded(how);
                }
            });

        link.Start();

        var isProbed = false;

        foreach (var packet in upgrade.Packets)
        {
            if (packet == "5" && peer.Link is PollingLink polling && answer.Task is { IsCompleted: true, Result: "3probe" })
            {
                // As the clients do: the poll has been answered with a noop by now, and no other follows.
                await polling.StopAsync();
                taken = true;
                await link.SendAsync([packet]);
                peer.Link = link;
                outcome.Add($"{peer.Name} upgrade", "taken");
                continue;
            }

            await link.SendAsync([packet]);

            if (!isProbed)
            {
                isProbed = true;
                var got = await Task.WhenAny(answer.Task, Task.Delay(PendingLimit, TimeProvider.System)) == answer.Task ? await answer.Task : "SILENT";
                outcome.Add($"{peer.Name} upgrade", got);
            }
        }

        if (!taken)
        {
            _former.Add(new Peer(9, _tokens, _echoes) { Link = link });
        }
    }

    // A session that a request has opened beside the clients of the play.
    private async Task CloseAsync(string opened)
    {
        using var json = JsonDocument.Parse(opened[1..]);
        var sid = json.RootElement.GetProperty("sid").GetString()!;
        _tokens.Add("{sid:8}", sid);
        await RawHttp.AskAsync(_server, "POST", $"{_server.PollingUrl}&sid={sid}", "Content-Type: text/plain\r\n", "1"u8.ToArray());
    }

    private async Task<string> AskAsync(Step.Request request)
    {
        var url = _tokens.Fill(request.Url);
        url = url.StartsWith('?') || url.Length == 0 ? _server.Path + url : url;
        var headers = _tokens.Fill(request.Headers);
        using var http = await RawHttp.ConnectAsync(_server);
        var body = request.Body is null ? null : Encoding.Latin1.GetBytes(_tokens.Fill(request.Body));
        await http.Connection.SendAsync(request.AsWebSocket ? RawWebSocket.UpgradeRequest(url, headers, request.Method) : RawHttp.Request(request.Method, url, headers, body));

        try
        {
            var reply = await http.ReadReplyAsync(request.Method).WaitAsync(url.Contains('?') ? PendingLimit : Wait.Limit, TimeProvider.System);
            var text = Http.Text(reply);

            if (text.StartsWith("0{", StringComparison.Ordinal))
            {
                await CloseAsync(text);
            }

            return _tokens.Hide($"{Http.Head(reply)} {text}");
        }
        catch (TimeoutException)
        {
            return "PENDING";
        }
        catch (IOException)
        {
            return "RESET";
        }
    }
}
