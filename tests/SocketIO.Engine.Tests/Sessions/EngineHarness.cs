using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Engine.Tests;

/// <summary>A server on a manual clock, one session over the loopback transport, and what the application saw of it.</summary>
internal sealed class EngineHarness : IEngineConnection, IAsyncDisposable
{
    public EngineHarness(EngineOptions? options = null, bool open = true, int protocol = 4)
    {
        Server = new EngineServer(options ?? new EngineOptions(), Connect, Time, NullLoggerFactory.Instance);

        if (open)
        {
            (Peer, Session) = LoopbackTransport.Open(Server, HandshakeRequest.From(new DefaultHttpContext(), Time.GetUtcNow()), protocol);
        }
    }

    public ManualTimeProvider Time { get; } = new();

    public EngineServer Server { get; }

    public LoopbackTransport Peer { get; } = null!;

    public EngineSession Session { get; private set; } = null!;

    public List<string> Messages { get; } = [];

    public List<(CloseReason Reason, string? Description)> Closes { get; } = [];

    public Func<EngineMessage, ValueTask>? OnMessage { get; set; }

    /// <summary>Gets the text packets that the server has sent after the handshake.</summary>
    public string[] Sent => [.. Peer.Sent.Skip(1).Select(p => System.Text.Encoding.UTF8.GetString(p.Text.Span))];

    public IEngineConnection Connect(EngineSession session)
    {
        Session = session;
        return this;
    }

    public ValueTask OnMessageAsync(EngineMessage message)
    {
        Messages.Add(message.IsBinary ? Convert.ToHexString(message.Data.Span) : System.Text.Encoding.UTF8.GetString(message.Data.Span));
        return OnMessage?.Invoke(message) ?? default;
    }

    public void OnClosed(CloseReason reason, string? description) => Closes.Add((reason, description));

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
