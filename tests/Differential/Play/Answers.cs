using System.Text.Json;

namespace SocketIO.Differential;

/// <summary>What clients answer to the server's questions: the event's name says it.</summary>
internal static class Answers
{
    public static string[]? To(WirePacket packet, string text)
    {
        var prefix = packet.Namespace == "/" ? packet.Id : $"{packet.Namespace},{packet.Id}";

        return NameOf(packet.Payload) switch
        {
            "q-yes" => [$"43{prefix}[\"yes\"]"],
            "q-none" => [$"43{prefix}[]"],
            "q-many" => [$"43{prefix}[1,\"two\",{{\"three\":[3]}},null]"],
            "q-bin" => [$"461-{prefix}[{{\"_placeholder\":true,\"num\":0}},\"after\"]", "bAQID"],
            "q-twice" => [$"43{prefix}[\"first\"]", $"43{prefix}[\"second\"]"],
            "q-wrong" => [$"43{(packet.Namespace == "/" ? "" : packet.Namespace + ",")}987654[\"wrong id\"]"],
            _ => null,
        };
    }

    private static string? NameOf(string payload)
    {
        try
        {
            var bare = payload.Split(" + b")[0];
            using var json = JsonDocument.Parse(bare);
            return json.RootElement[0].GetString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
