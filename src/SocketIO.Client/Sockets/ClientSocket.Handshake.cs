using System.Text;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>Asking to be let into the namespace.</content>
public partial class ClientSocket
{
    private string? _pid;
    private EventArguments? _latest;

    // Counts up when what was asked for before has no meaning any more.
    private int _connectRound;

    private async Task SendConnectAsync(Func<CancellationToken, ValueTask<object?>> auth)
    {
        var round = _connectRound;

        while (true)
        {
            object? payload = null;
            Exception? failure = null;

            try
            {
                // Not under the lock, which the caller holds.
                await Task.Yield();
                payload = await auth(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                failure = e;
            }

            TimeSpan delay;

            lock (Gate)
            {
                if (round != _connectRound || Connection.State is not ConnectionState.Open)
                {
                    return;
                }

                if (failure is null)
                {
                    SendConnectLocked(payload);
                    return;
                }

                delay = Connection.ReconnectionDelay;
                Log.AuthFailed(Connection.Logger, Namespace, delay, failure);
                RaiseConnectErrorLocked(new ConnectErrorException(failure.Message, $"Auth threw an exception; it is asked again in {delay.TotalSeconds:0.#} s.", failure));
            }

            await Connection.Time.Delay(delay).ConfigureAwait(false);

            lock (Gate)
            {
                if (round != _connectRound)
                {
                    return;
                }
            }
        }
    }

    private void SendConnectLocked(object? payload)
    {
        try
        {
            if (Connection.IsVersion4Locked)
            {
                SendConnectVersion4Locked(payload);
            }
            else
            {
                Connection.SendLocked(EncodeConnect("", WithRecovery(Json(payload))));
            }
        }
        catch (Exception e)
        {
            // Of any kind: the application's own properties and converters throw it.
            FailForGoodLocked(new ConnectErrorException(e.Message, "AuthPayload, or what Auth returns, must serialise to a JSON object.", e));
        }
    }

    // The main namespace is joined by connecting; the others carry what they have to say in a query.
    private void SendConnectVersion4Locked(object? payload)
    {
        if (Namespace is "/")
        {
            JoinMainLocked();
            return;
        }

        var query = new StringBuilder();

        if (Json(payload) is { } json)
        {
            foreach (var property in JsonDocument.Parse(json).RootElement.EnumerateObject())
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(property.Name)).Append('=').Append(Uri.EscapeDataString(property.Value.ToString()));
            }
        }

        Connection.SendLocked(EncodeConnect(query.ToString(), null));
    }

    // The server says on its own that the session is in the main namespace, possibly before there is a socket for it, but not a second time.
    private void JoinMainLocked()
    {
        switch (Connection.MainLocked)
        {
            case MainNamespace.Joined:
                OnConnectedLocked(Connection.EngineIdLocked!, null);
                break;

            case MainNamespace.Left:
                Connection.SendLocked(EncodeConnect("", null));
                break;
        }
    }

    // 40/admin,{"token":"abc"}
    private EncodedPacket EncodeConnect(string query, byte[]? json)
    {
        var ns = Namespace is "/" && query.Length == 0 ? "" : $"{Namespace}{query},";
        return new EncodedPacket([.. "40"u8, .. Encoding.UTF8.GetBytes(ns), .. json ?? []]);
    }

    private byte[]? Json(object? payload)
    {
        if (payload is null)
        {
            return null;
        }

        var output = new GrowableBuffer(256);
        Serializer.Serialize(output, payload, null);
        var json = output.Written.ToArray();
        return json[0] == (byte)'{' ? json
            : throw new ArgumentException($"What is sent when connecting must be an object, for example new {{ token = \"…\" }}. It is {Encoding.UTF8.GetString(json)}.");
    }

    // {"pid":"…","offset":"…", …}: what the application says under these names wins.
    private byte[]? WithRecovery(byte[]? json)
    {
        if (_pid is null)
        {
            return json;
        }

        using var own = JsonDocument.Parse(json ?? "{}"u8.ToArray());
        var output = new GrowableBuffer(256);
        output.Append((byte)'{');

        if (!own.RootElement.TryGetProperty("pid"u8, out _))
        {
            output.Append("\"pid\":"u8);
            JsonText.WriteString(output, _pid);
            output.Append((byte)',');
        }

        if (_latest is not null && !own.RootElement.TryGetProperty("offset"u8, out _))
        {
            output.Append("\"offset\":"u8);
            output.Append(_latest[_latest.Count - 1].RawJson.Span);
            output.Append((byte)',');
        }

        // The application's own, without the brace that opens it.
        if (own.RootElement.EnumerateObject().Any())
        {
            return [.. output.Written, .. json.AsSpan(1)];
        }

        return [.. output.Written[..^1], (byte)'}'];
    }

    // The last argument of an event is the offset, if it is a string. An event that wants an acknowledgement carries none.
    private void NoteOffsetLocked(IncomingEvent received)
    {
        if (_pid is not null && !received.WantsAck && received.Arguments is { Count: > 0 and var count } arguments && arguments[count - 1].RawJson.Span[0] == (byte)'"')
        {
            _latest = arguments;
        }
    }

    private void OnConnectPacketLocked(scoped in ReceivedPacket packet)
    {
        if (Connection.IsVersion4Locked)
        {
            if (!_connected)
            {
                var engineId = Connection.EngineIdLocked!;
                OnConnectedLocked(Namespace is "/" ? engineId : $"{Namespace}#{engineId}", null);
            }

            return;
        }

        if (_connected)
        {
            Log.ConnectedTwice(Connection.Logger, Namespace);
            return;
        }

        var arguments = packet.ToArguments(Serializer);
        var json = arguments.Count > 0 ? arguments[0].GetJson() : default;

        if (json.ValueKind is JsonValueKind.Object && json.TryGetProperty("sid"u8, out var sid))
        {
            if (sid.ValueKind is JsonValueKind.String)
            {
                var pid = json.TryGetProperty("pid"u8, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
                OnConnectedLocked(sid.GetString()!, pid);
                return;
            }

            FailForGoodLocked(new ConnectErrorException("The server's answer has no valid id", "The server sent a sid that is no string: is it a Socket.IO server?"));
            return;
        }

        // The socket stays, as in the reference, until the server misses the heartbeat; whoever waits need not.
        var error = new ConnectErrorException(OldServer, "Set Protocol to ClientProtocol.Version4, or to Auto, to reach servers of Socket.IO 2.");
        RaiseConnectErrorLocked(error);
        CompleteConnectLocked(error);
    }

    private void OnConnectErrorPacketLocked(scoped in ReceivedPacket packet)
    {
        var arguments = packet.ToArguments(Serializer);
        var argument = arguments[0];
        var json = argument.GetJson();

        if (json.ValueKind is JsonValueKind.String)
        {
            OnRefusedLocked(json.GetString()!, null);
            return;
        }

        var message = json.TryGetProperty("message"u8, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString()! : "";
        var details = json.TryGetProperty("data"u8, out var data) ? JsonArgument.Of(data, Serializer) : (EventArgument?)null;
        OnRefusedLocked(message, Connection.IsVersion4Locked ? argument : details);
    }
}
