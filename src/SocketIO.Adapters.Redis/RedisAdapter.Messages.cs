using SocketIO.Protocol;

namespace SocketIO.Adapters.Redis;

/// <content>What other servers have sent.</content>
public sealed partial class RedisAdapter
{
    /// <summary>Does what a message says. Never throws.</summary>
    internal void Handle(ReceivedFrom source, string channel, byte[] body)
    {
        try
        {
            switch (source)
            {
                case ReceivedFrom.Broadcasts:
                    OnBroadcast(channel, body);
                    break;

                case ReceivedFrom.Requests:
                    OnRequest(body);
                    break;

                default:
                    OnResponse(body);
                    break;
            }
        }
        catch (Exception exception)
        {
            Metrics.MessageDropped();
            Log.RequestFailed(_logger, Sockets.Name, exception);
        }
    }

    private void OnBroadcast(string channel, byte[] body)
    {
        // What is for a room that nobody here is in is not worth decoding.
        if (!_channels.TryGetRoom(channel, out var room) || (room.Length > 0 && Rooms.Members(room).Length == 0))
        {
            return;
        }

        if (!_reader.TryReadBroadcast(body, room, out var message))
        {
            OnGarbage(body.Length);
        }
        else if (message is not null)
        {
            OnMessage(message);
        }
    }

    private void OnRequest(byte[] body)
    {
        if (!_reader.TryReadRequest(body, out var request))
        {
            OnGarbage(body.Length);
        }
        else if (request.Message is { } message)
        {
            OnMessage(message);
        }
        else if (request.Uid != Uid)
        {
            Metrics.MessageReceived();
            Answer(request);
        }
    }

    private void OnResponse(byte[] body)
    {
        if (!_reader.TryReadResponse(body, out var response))
        {
            OnGarbage(body.Length);
        }
        else if (response.Message is { } message)
        {
            OnMessage(message);
        }
        else if (response.Rooms is { } rooms && _roomsRequests.TryGetValue(response.RequestId, out var request))
        {
            request.Add(rooms);
        }
    }

    private void Answer(RedisRequest request)
    {
        switch (request.Type)
        {
            case RedisRequestType.Sockets:
                var sockets = SelectLocal(Target.Everyone.WithRooms([.. request.Rooms]));
                Respond(request, RedisMessageWriter.WriteNames(request.RequestId!, "sockets", sockets.Select(static socket => socket.Id)));
                break;

            case RedisRequestType.AllRooms:
                Respond(request, RedisMessageWriter.WriteNames(request.RequestId!, "rooms", Rooms.Names));
                break;

            default:
                AnswerOld(request);
                break;
        }
    }

    // Servers of old name one socket, and want to know that it is done.
    private void AnswerOld(RedisRequest request)
    {
        var socket = Target.Everyone.WithRooms(request.SocketId!);

        if (!SelectLocal(socket).Any(found => found.Id == request.SocketId))
        {
            return;
        }

        switch (request.Type)
        {
            case RedisRequestType.RemoteJoin:
                JoinLocal(socket, request.Rooms);
                break;

            case RedisRequestType.RemoteLeave:
                LeaveLocal(socket, request.Rooms);
                break;

            default:
                DisconnectLocal(socket, request.Close);
                break;
        }

        if (request.RequestId is { } requestId)
        {
            Respond(request, RedisMessageWriter.WriteDone(requestId));
        }
    }

    private void Respond(RedisRequest request, ReadOnlyMemory<byte> response)
    {
        Metrics.MessagePublished();
        _ = ObserveAsync(_connection.PublishAsync(ResponseChannel(request.Uid), Body(response)));
    }

    private async Task ObserveAsync(ValueTask publishing)
    {
        try
        {
            await publishing.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Metrics.MessageFailed();
            Log.AnswerNotSent(_logger, Sockets.Name, exception);
        }
    }
}
