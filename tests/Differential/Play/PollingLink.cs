using System.Net.Sockets;
using System.Text;
using SocketIO.FunctionalTests;
using SocketIO.Tests;

namespace SocketIO.Differential;

/// <summary>Long-polling on two kept connections. A poll is always waiting, or, for a lazy client, only when the player asks for one.</summary>
internal sealed class PollingLink : Link
{
    private readonly Target _server;
    private readonly string _url;
    private readonly Action<string> _receive;
    private readonly Action _ended;
    private readonly Action<string, HttpReply> _replied;
    private readonly SemaphoreSlim _posting = new(1);
    private readonly bool _lazy;
    private RawHttp? _reader;
    private RawHttp? _writer;
    private Task<bool>? _pump;
    private Task _polling = Task.CompletedTask;
    private volatile bool _leaving;
    private volatile bool _waits;

    public PollingLink(Target server, string url, bool lazy, RawHttp reader, Action<string> receive, Action ended, Action<string, HttpReply> replied)
    {
        _server = server;
        _url = url;
        _lazy = lazy;
        _reader = reader;
        _receive = receive;
        _ended = ended;
        _replied = replied;
    }

    public bool IsLazy => _lazy;

    public void Start()
    {
        if (!_lazy)
        {
            _polling = PollOnAsync();
        }
    }

    /// <summary>Ends the polls for good, once the one that waits has been answered.</summary>
    public async Task StopAsync()
    {
        _leaving = true;
        await Wait.For("the poll that waits to be answered", _polling);
    }

    public override async Task<string?> SendAsync(IReadOnlyList<string> packets)
        => await PostAsync(Encoding.UTF8.GetBytes(string.Join(Wire.Separator, packets)), "Content-Type: text/plain;charset=UTF-8\r\n");

    public async Task<string> PostAsync(byte[] body, string headers)
    {
        // A second POST beside this one, such as the answer to a ping, would end the session.
        await _posting.WaitAsync();

        try
        {
            _writer ??= await RawHttp.ConnectAsync(_server);
            await _writer.SendRequestAsync("POST", _url, headers, body);
            var reply = await _writer.ReadReplyAsync("POST");
            _replied("POST", reply);

            if (reply.Header("Connection") == "close")
            {
                _writer.Dispose();
                _writer = null;
            }

            return $"{reply.Status} {reply.Text}";
        }
        catch (Exception e) when (IsBreak(e))
        {
            _writer?.Dispose();
            _writer = null;
            return "RESET";
        }
        finally
        {
            _posting.Release();
        }
    }

    public override async Task PumpAsync()
    {
        if (!_lazy || _leaving)
        {
            return;
        }

        // One that is still waiting since the last time is taken up again.
        _pump = _pump is { IsCompleted: false } ? _pump : PollAsync();

        if (!await _pump)
        {
            _leaving = true;
            _ended();
        }
    }

    public override async Task LeaveAsync(string how)
    {
        if (how == "close" || _lazy)
        {
            // Only a poll that waits could be broken off.
            _leaving = true;
            await SendAsync(["1"]);
            return;
        }

        await Wait.Until("a poll waits", () => _waits || _polling.IsCompleted);
        _leaving = true;

        if (how == "reset")
        {
            _reader?.Connection.Reset();
        }
        else
        {
            _reader?.Dispose();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _leaving = true;
        _reader?.Dispose();
        _writer?.Dispose();
        await Task.WhenAll(_polling, _pump ?? Task.CompletedTask);
    }

    private static bool IsBreak(Exception e) => e is IOException or SocketException or ObjectDisposedException or TimeoutException;

    private async Task PollOnAsync()
    {
        while (!_leaving && await PollAsync())
        {
        }

        if (!_leaving)
        {
            _ended();
        }
    }

    private async Task<bool> PollAsync()
    {
        try
        {
            _reader ??= await RawHttp.ConnectAsync(_server);
            await _reader.SendRequestAsync("GET", _url);
            _waits = true;
            var reply = await _reader.ReadReplyAsync();
            _waits = false;
            _replied("GET", reply);

            if (reply.Header("Connection") == "close")
            {
                _reader.Dispose();
                _reader = null;
            }

            if (reply.Status != 200)
            {
                return false;
            }

            foreach (var packet in reply.Packets)
            {
                _receive(packet);
            }

            return reply.Packets[^1] != "1";
        }
        catch (Exception e) when (IsBreak(e))
        {
            return false;
        }
    }
}
