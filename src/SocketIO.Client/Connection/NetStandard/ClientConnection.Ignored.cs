namespace SocketIO.Client;

/// <content>Options that have no effect on .NET Standard.</content>
public sealed partial class ClientConnection
{
    partial void WarnOfIgnoredOptions()
    {
        if (Options.PerMessageDeflate is not null && Options.Transports.Contains(ClientTransport.WebSocket))
        {
            Log.NotCompressed(_logger, Url);
        }
    }
}
