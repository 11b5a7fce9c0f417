using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>The namespaces that the client has joined, or wants to.</content>
public sealed partial class ClientConnection
{
    private const string InvalidNamespace = "Invalid namespace";
    private const string TooManyNamespaces = "Too many namespaces";

    // Guards changes of the slots, and what is queued in a slot without a socket.
    private readonly Lock _gate = new();
    private NamespaceSlots _slots;
    private bool _isOver;
    private int _refusals;

    /// <summary>Answers a request that was refused.</summary>
    internal void Refuse(ServerNamespace ns, string message, object? data, ServerSocket socket)
    {
        var hadSentMore = socket.Inbox.HasEvents;
        Detach(socket, isKicked: false);
        Refuse(ns.Name, message, data, hadSentMore);
    }

    /// <summary>Forgets a socket that has gone.</summary>
    internal void Detach(ServerSocket socket, bool isKicked)
    {
        lock (_gate)
        {
            if (Array.Find(_slots.All, s => ReferenceEquals(s.Socket, socket)) is not { } slot)
            {
                return;
            }

            slot.Socket = null;
            slot.IsKicked = isKicked;

            if (!isKicked)
            {
                _slots.RemoveLocked(slot);
            }
        }
    }

    private void Connect(scoped in ReceivedPacket packet)
    {
        if (IsVersion2)
        {
            ConnectVersion2(packet);
        }
        else
        {
            Connect(_slots.Find(packet.Namespace), packet.Namespace, packet.Payload.IsEmpty ? null : packet.Payload.ToArray());
        }
    }

    private void Connect(NamespaceSlot? existing, ReadOnlySpan<byte> utf8Name, byte[]? auth)
    {
        // Decided before anything is awaited: a second request must find the first.
        if (existing is { IsKicked: false })
        {
            OnViolation(PacketType.Connect);
            return;
        }

        if (!Session.TryChargeControlPacket())
        {
            return;
        }

        var name = Encoding.UTF8.GetString(utf8Name);
        var slot = new NamespaceSlot(utf8Name.SequenceEqual(_server.Utf8Name) ? _server.Utf8Name : utf8Name.ToArray());

        if (!TryReserve(existing, slot))
        {
            Refuse(name, TooManyNamespaces, data: null, hadSentMore: false);
        }
        else if (!TryJoinExisting(slot, name, auth))
        {
            _ = JoinDynamicAsync(slot, name, auth);
        }
    }

    private bool TryJoinExisting(NamespaceSlot slot, string name, byte[]? auth)
    {
        if (!_server.TryFind(name, out var ns) || !ns.Table.TryEnter())
        {
            return false;
        }

        Join(slot, ns, auth);
        return true;
    }

    private async Task JoinDynamicAsync(NamespaceSlot slot, string name, byte[]? auth)
    {
        try
        {
            var ns = await _server.FindOrCreateAsync(name, auth, ClosedToken);

            // Forgotten in between, because it was empty: it is made again.
            while (ns is not null && !ns.Table.TryEnter())
            {
                ns = await _server.FindOrCreateAsync(name, auth, ClosedToken);
            }

            if (ns is not null)
            {
                Join(slot, ns, auth);
                return;
            }
        }
        catch (Exception exception)
        {
            _server.Report(exception, "namespace function", socket: null, eventName: null);
        }

        bool hadSentMore;

        lock (_gate)
        {
            hadSentMore = slot.Early is { Count: > 0 };
            _slots.RemoveLocked(slot);
        }

        Refuse(name, InvalidNamespace, data: null, hadSentMore, isUnknown: true);
    }

    private void Join(NamespaceSlot slot, ServerNamespace ns, byte[]? auth)
    {
        if (ns.LiveSessions is not null && !IsVersion2 && RecoveryRequest.TryRead(auth, out var request))
        {
            _ = RecoverAsync(slot, ns, auth!, request);
        }
        else
        {
            Join(slot, ns, new ServerSocket(ns, this, auth));
        }
    }

    private void Join(NamespaceSlot slot, ServerNamespace ns, ServerSocket socket)
    {
        bool closed;

        lock (_gate)
        {
            if (slot.Early is { } early)
            {
                socket.Inbox.Adopt(early);
                slot.Early = null;
            }

            slot.Socket = socket;

            // The connection has ended while the namespace was looked up: nobody else would tell the socket.
            closed = Array.IndexOf(_slots.All, slot) < 0;
        }

        if (closed)
        {
            socket.OnConnectionClosed(DisconnectReasons.TransportClose, description: null);
            return;
        }

        ns.Join(socket);
    }

    private void Refuse(string name, string message, object? data, bool hadSentMore, bool isUnknown = false)
    {
        _server.Metrics.ConnectRefused();

        // What was sent without waiting for the answer was for a namespace that is not joined.
        if (hadSentMore)
        {
            CloseForViolation();
            return;
        }

        var buffer = PacketBuffer.Rent();

        try
        {
            WriteConnectError(buffer, name, message, data, isUnknown);
            _ = Send(buffer);
        }
        catch (Exception exception)
        {
            _server.Report(exception, "refusal data", socket: null, eventName: null);
            Session.Close();
        }
        finally
        {
            buffer.Return();
        }

        if (Interlocked.Increment(ref _refusals) > _server.Options.MaxFailedConnectsPerClient)
        {
            Log.TooManyRefusals(_logger, Session.LogId);
            CloseForViolation();
        }
    }

    private bool TryReserve(NamespaceSlot? replaced, NamespaceSlot slot)
    {
        lock (_gate)
        {
            if (replaced is not null)
            {
                _slots.RemoveLocked(replaced);
            }

            // The connection may end while a message of it is being handled: nobody would tell a socket that comes after that.
            if (_isOver || _slots.All.Length >= _server.Options.MaxNamespacesPerClient)
            {
                return false;
            }

            _slots.AddLocked(slot);
            return true;
        }
    }

    private NamespaceSlot[] TakeSlots()
    {
        TaskCompletionSource?[] waiting;
        NamespaceSlot[] taken;

        lock (_gate)
        {
            taken = _slots.TakeAllLocked();
            _isOver = true;
            waiting = Array.ConvertAll(taken, static slot => slot.Early?.Clear());
        }

        Array.ForEach(waiting, static w => w?.TrySetResult());
        return taken;
    }
}
