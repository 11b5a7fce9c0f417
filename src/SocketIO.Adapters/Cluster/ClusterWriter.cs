using System.Globalization;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// Writes one message between servers as JSON.
/// </summary>
internal sealed class ClusterWriter(IArgumentSerializer serializer)
{
    // What a Date of JavaScript is as text, on a server in UTC.
    private const string DateFormat = "ddd MMM dd yyyy HH:mm:ss 'GMT+0000 (Coordinated Universal Time)'";

    private readonly GrowableBuffer _json = new(512);
    private List<ReadOnlyMemory<byte>>? _attachments;

    public ClusterText ToText() => new(_json.Written.ToArray(), _attachments is null ? [] : [.. _attachments]);

    // {"type":3,"data":{…},"uid":"…","nsp":"/"}
    public void WriteEnvelope(ClusterMessage message)
    {
        Write("{\"type\":"u8);
        JsonText.WriteInteger(_json, (int)message.Type);

        if (HasData(message.Type))
        {
            Write(",\"data\":"u8);
            WriteData(message);
        }

        Write(",\"uid\":"u8);
        JsonText.WriteString(_json, message.Uid);
        Write(",\"nsp\":"u8);
        JsonText.WriteString(_json, message.Namespace);
        WriteSequence(message.Sequence);
        Write("}"u8);
    }

    public void WriteData(ClusterMessage message)
    {
        switch (message.Type)
        {
            case ClusterMessageType.Broadcast:
                Write("{\"packet\":{\"type\":2,\"data\":"u8);
                WritePayload(message.Payload);
                Write("}"u8);
                WriteRequestId(message.RequestId);
                Write(",\"opts\":"u8);
                WriteTarget(message);
                Write("}"u8);
                break;

            case ClusterMessageType.SocketsJoin:
            case ClusterMessageType.SocketsLeave:
                Write("{\"opts\":"u8);
                WriteTarget(message);
                Write(",\"rooms\":"u8);
                WriteNames([.. message.Rooms]);
                Write("}"u8);
                break;

            case ClusterMessageType.DisconnectSockets:
                Write("{\"opts\":"u8);
                WriteTarget(message);
                Write(message.Close ? ",\"close\":true}"u8 : ",\"close\":false}"u8);
                break;

            case ClusterMessageType.FetchSockets:
                Write("{\"opts\":"u8);
                WriteTarget(message);
                WriteRequestId(message.RequestId);
                Write("}"u8);
                break;

            case ClusterMessageType.FetchSocketsResponse:
                Write("{\"sockets\":"u8);
                WriteSockets(message.Sockets);
                WriteRequestId(message.RequestId);
                Write("}"u8);
                break;

            case ClusterMessageType.ServerSideEmit:
            case ClusterMessageType.ServerSideEmitResponse:
            case ClusterMessageType.BroadcastAck:
            case ClusterMessageType.ServerData:
                WriteAnswer(message);
                break;

            case ClusterMessageType.BroadcastClientCount:
                Write("{\"clientCount\":"u8);
                JsonText.WriteInteger(_json, message.ClientCount);
                WriteRequestId(message.RequestId);
                Write("}"u8);
                break;
        }
    }

    /// <summary>Writes the sockets of one server: <c>[{"id":"…","handshake":{…},"rooms":[…],"data":{…}}]</c>.</summary>
    public void WriteSockets(IReadOnlyList<SocketDetails> sockets)
    {
        Write("["u8);

        for (var i = 0; i < sockets.Count; i++)
        {
            var socket = sockets[i];
            Write(i == 0 ? "{\"id\":"u8 : ",{\"id\":"u8);
            JsonText.WriteString(_json, socket.Id);
            Write(",\"handshake\":"u8);
            WriteHandshake(socket.Handshake);
            Write(",\"rooms\":"u8);
            WriteNames([.. socket.Rooms]);
            Write(",\"data\":"u8);
            WriteMembers(socket.Data);
            Write("}"u8);
        }

        Write("]"u8);
    }

    /// <summary>Writes what the application has attached to a socket.</summary>
    public void WriteMembers(IReadOnlyDictionary<string, object?> members)
    {
        var isFirst = true;
        Write("{"u8);

        foreach (var (name, value) in members)
        {
            WriteName(name, ref isFirst);
            ArgumentWriter.Write(_json, value, serializer, _attachments ??= []);
        }

        Write("}"u8);
    }

    /// <summary>Writes a session: <c>{"sid":"…","pid":"…","rooms":[…],"data":{…}</c>, and where it stands, which JavaScript does not look at.</summary>
    /// <param name="session">The session.</param>
    /// <param name="places">More members, which are texts.</param>
    /// <param name="since">Where its rooms were joined.</param>
    public void WriteSession(RecoverableSession session, IReadOnlyDictionary<string, string> places, IReadOnlyDictionary<string, string> since)
    {
        Write("{\"sid\":"u8);
        JsonText.WriteString(_json, session.Sid);
        Write(",\"pid\":"u8);
        JsonText.WriteString(_json, session.Pid);
        Write(",\"rooms\":"u8);
        WriteNames([.. session.Rooms]);
        Write(",\"data\":"u8);
        WriteMembers(session.Data);
        var isFirst = false;

        foreach (var (name, text) in places)
        {
            WriteName(name, ref isFirst);
            JsonText.WriteString(_json, text);
        }

        if (since.Count > 0)
        {
            Write(",\"since\":"u8);
            WriteTexts(since);
        }

        Write("}"u8);
    }

    public void WriteNames(ReadOnlySpan<string> names)
    {
        var separator = "["u8;

        foreach (var name in names)
        {
            Write(separator);
            JsonText.WriteString(_json, name);
            separator = ","u8;
        }

        Write(names.IsEmpty ? "[]"u8 : "]"u8);
    }

    private static bool HasData(ClusterMessageType type)
        => type is not (ClusterMessageType.InitialHeartbeat or ClusterMessageType.Heartbeat or ClusterMessageType.AdapterClose);

    private void Write(ReadOnlySpan<byte> json) => _json.Append(json);

    private void WriteName(string name, ref bool isFirst)
    {
        if (!isFirst)
        {
            Write(","u8);
        }

        isFirst = false;
        JsonText.WriteString(_json, name);
        Write(":"u8);
    }

    private void WritePayload(ClusterPayload? payload)
    {
        if (payload is null)
        {
            Write("[]"u8);
            return;
        }

        Write(payload.Json.Span);

        if (payload.Attachments.Length > 0)
        {
            (_attachments ??= []).AddRange(payload.Attachments);
        }
    }

    private void WriteAnswer(ClusterMessage message)
    {
        Write("{"u8);

        if (message.RequestId is { } requestId)
        {
            Write("\"requestId\":"u8);
            JsonText.WriteString(_json, requestId);
        }

        // JavaScript leaves out what is undefined: an answer without a value has none.
        if (message.Payload is { } payload)
        {
            Write(message.RequestId is null ? "\"packet\":"u8 : ",\"packet\":"u8);
            WritePayload(payload);
        }

        Write("}"u8);
    }

    private void WriteRequestId(string? requestId)
    {
        if (requestId is not null)
        {
            Write(",\"requestId\":"u8);
            JsonText.WriteString(_json, requestId);
        }
    }

    private void WriteSequence(long sequence)
    {
        if (sequence > 0)
        {
            Write(",\"seq\":"u8);
            JsonText.WriteInteger(_json, sequence);
        }
    }

    private void WriteTarget(ClusterMessage message)
    {
        var target = message.Target ?? Target.Everyone;
        Write("{\"rooms\":"u8);
        WriteNames(target.Rooms);
        Write(",\"except\":"u8);
        WriteNames(target.Except);
        Write(",\"flags\":{"u8);
        var isFirst = true;

        if (target.Flags.HasFlag(BroadcastFlags.Volatile))
        {
            WriteName("volatile", ref isFirst);
            Write("true"u8);
        }

        if (target.Flags.HasFlag(BroadcastFlags.NoCompress))
        {
            WriteName("compress", ref isFirst);
            Write("false"u8);
        }

        if (message.Timeout is { } timeout)
        {
            WriteName("timeout", ref isFirst);
            JsonText.WriteInteger(_json, (long)timeout.TotalMilliseconds);
        }

        Write("}}"u8);
    }

    // As JavaScript has it, for JavaScript applications that look into it.
    private void WriteHandshake(SocketHandshake handshake)
    {
        Write("{\"headers\":"u8);
        WriteTexts(handshake.Headers);
        Write(",\"time\":"u8);
        JsonText.WriteString(_json, handshake.Time.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture));
        Write(",\"address\":"u8);
        JsonText.WriteString(_json, handshake.Address);
        Write(handshake.Xdomain ? ",\"xdomain\":true"u8 : ",\"xdomain\":false"u8);
        Write(handshake.Secure ? ",\"secure\":true,\"issued\":"u8 : ",\"secure\":false,\"issued\":"u8);
        JsonText.WriteInteger(_json, handshake.Issued);
        Write(",\"url\":"u8);
        JsonText.WriteString(_json, handshake.Url);
        Write(",\"query\":"u8);
        WriteTexts(handshake.Query);
        Write(",\"auth\":"u8);

        if (handshake.Auth.ValueKind is JsonValueKind.Undefined)
        {
            Write("{}"u8);
        }
        else
        {
            serializer.Serialize(_json, handshake.Auth, null);
        }

        Write("}"u8);
    }

    private void WriteTexts(IReadOnlyDictionary<string, string> texts)
    {
        var isFirst = true;
        Write("{"u8);

        foreach (var (name, value) in texts)
        {
            WriteName(name, ref isFirst);
            JsonText.WriteString(_json, value);
        }

        Write("}"u8);
    }
}
