using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>
/// What is different for clients of Socket.IO 2: they are in the main namespace without asking, have no socket ids of their own, say who they are in the
/// name of a namespace, and take an error for what it says.
/// </content>
public sealed partial class ClientConnection
{
    /// <summary>Gets a value indicating whether the client is one of Socket.IO 2: its packets and its Engine.IO always come together.</summary>
    internal bool IsVersion2 => Session.Protocol == 3;

    /// <summary>Gets the id of the client's socket in a namespace, which the client works out by itself.</summary>
    /// <param name="ns">The namespace.</param>
    internal string SocketIdFor(ServerNamespace ns)
        => !IsVersion2 ? SocketId.New() : ns.Name is "/" ? Session.Id : $"{ns.Name}#{Session.Id}";

    /// <summary>Joins the main namespace, for which these clients do not ask.</summary>
    internal void JoinMain()
    {
        var slot = new NamespaceSlot(_server.Utf8Name);

        if (TryReserve(replaced: null, slot))
        {
            TryJoinExisting(slot, "/", auth: null);
        }
    }

    private NamespaceSlot? FindSlotVersion2(ReadOnlySpan<byte> name) => IsVersion2 ? _slots.Find(NamespaceName.WithoutQuery(name)) : null;

    private void ConnectVersion2(scoped in ReceivedPacket packet)
    {
        var error = NamespaceName.TryRead(packet.Namespace, _server.Limits, out var auth);

        if (error is not PacketError.None)
        {
            RefuseName(error, packet.Namespace);
            return;
        }

        Connect(FindSlotVersion2(packet.Namespace), NamespaceName.WithoutQuery(packet.Namespace), auth);
    }

    private void RefuseName(PacketError error, ReadOnlySpan<byte> name)
        => OnRefused(error.ToDescription(), new MalformedPacketException(error, _decoder.GetErrorText(error, name, isBinary: false)));

    // The data alone if there is any, otherwise the message alone. That there is no such namespace has always been told as an object.
    private void WriteConnectError(PacketBuffer buffer, string name, string message, object? data, bool isUnknown)
    {
        if (IsVersion2 && !isUnknown)
        {
            buffer.WriteRaw(PacketType.ConnectError, name, data ?? message, _server.Serializer);
        }
        else
        {
            buffer.WriteConnectError(name, message, data, _server.Serializer);
        }
    }
}
