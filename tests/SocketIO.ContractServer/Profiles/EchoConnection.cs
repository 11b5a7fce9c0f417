using System.Text;
using System.Text.Json;
using SocketIO.Engine;

namespace SocketIO.ContractServer;

/// <summary>Echoes what comes over an Engine.IO session, but for two commands.</summary>
internal sealed class EchoConnection(EngineSession session) : IEngineConnection
{
    public ValueTask OnMessageAsync(EngineMessage message)
    {
        if (message.IsBinary)
        {
            return session.SendMessageAsync(message.Data);
        }

        var text = Encoding.UTF8.GetString(message.Data.Span);

        switch (text)
        {
            case "close me":
                session.Close();
                return default;

            case "info":
                var transport = session.Transport.ToString().ToLowerInvariant();
                return session.SendMessageAsync(JsonSerializer.Serialize(new { transport, protocol = session.Protocol, upgraded = session.Upgraded }));

            default:
                return session.SendMessageAsync(text);
        }
    }

    public void OnClosed(CloseReason reason, string? description)
    {
    }
}
