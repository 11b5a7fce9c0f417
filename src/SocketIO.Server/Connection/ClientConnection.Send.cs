using SocketIO.Adapters;
using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>What the server sends. All packets pass here, where they are translated if the server has a parser of its own.</content>
public sealed partial class ClientConnection
{
    /// <summary>Sends the packet that a buffer holds.</summary>
    internal ValueTask Send(PacketBuffer buffer, SendFlags flags = SendFlags.None)
    {
        if (_parser is not null)
        {
            return Session.SendAsync(buffer.Translate(_parser), flags);
        }

        return buffer.HasAttachments ? Session.SendAsync(buffer.ToEncodedPacket(), flags) : Session.SendAsync(buffer.Text, flags);
    }

    /// <summary>Sends a packet that others may get, too.</summary>
    internal ValueTask Send(EncodedPacket packet, SendFlags flags) => Session.SendAsync(_parser is null ? packet : packet.Translate(_parser), flags);

    internal void SendConnect(ServerSocket socket)
    {
        var buffer = PacketBuffer.Rent();

        try
        {
            if (IsVersion2)
            {
                buffer.WriteRaw(PacketType.Connect, socket.Namespace.Name, payload: null, _server.Serializer);
            }
            else
            {
                buffer.WriteConnect(socket.Namespace.Name, socket.Id, socket.Pid);
            }

            _ = SendOrClose(buffer);
        }
        finally
        {
            buffer.Return();
        }
    }

    internal ValueTask SendDisconnect(ServerSocket socket)
    {
        var ns = socket.Namespace;
        var buffer = PacketBuffer.Rent();

        try
        {
            buffer.WriteRaw(PacketType.Disconnect, ns.Name, payload: null, _server.Serializer);
            return ns.LiveSessions is null ? SendOrClose(buffer) : ns.Adapter.SendAsync(socket, buffer.ToEncodedPacket(), BroadcastFlags.None);
        }
        finally
        {
            buffer.Return();
        }
    }

    // No caller of the application's waits for these packets: what its parser throws has nowhere to go.
    private ValueTask SendOrClose(PacketBuffer buffer)
    {
        try
        {
            return Send(buffer);
        }
        catch (Exception exception) when (_parser is not null)
        {
            _server.Report(exception, "parser", socket: null, eventName: null);
            Session.Close();
            return default;
        }
    }
}
