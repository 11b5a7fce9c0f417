using System.Text;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>Makes an argument of a part of a packet's JSON.</summary>
internal static class JsonArgument
{
    public static EventArgument Of(JsonElement json, IArgumentSerializer serializer)
        => new EventArguments(Encoding.UTF8.GetBytes(json.GetRawText()), 1, null, serializer)[0];
}
