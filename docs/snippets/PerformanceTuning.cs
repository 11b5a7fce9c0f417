// snippet: performance-tuning/json
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
// end

namespace SocketIO.Snippets;

internal static partial class PerformanceTuning
{
    public static void Json(WebApplicationBuilder builder)
    {
        // snippet: performance-tuning/json
        builder.Services.AddSocketIO(options => options.JsonSerializerOptions = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            PropertyNameCaseInsensitive = true,
            TypeInfoResolver = JsonTypeInfoResolver.Combine(ChatJson.Default, new DefaultJsonTypeInfoResolver()),
        });
        // end
    }

    // snippet: performance-tuning/json
    [JsonSerializable(typeof(ChatLine))]
    internal sealed partial class ChatJson : JsonSerializerContext;

    internal sealed record ChatLine(string From, string Text);
    // end

    public static void Limits(WebApplicationBuilder builder)
    {
        // snippet: performance-tuning/limits
        builder.Services.AddSocketIO(options =>
        {
            options.Transports = Transports.WebSocket;                 // no polling: no sticky sessions, no handshake over HTTP
            options.PingInterval = TimeSpan.FromSeconds(60);           // fewer pings; a lost client is noticed later
            options.SendQueueBytes = 256 * 1024;                       // slow clients are cut earlier
        });
        // end
    }

    public static void Inline(WebApplicationBuilder builder)
    {
        // snippet: performance-tuning/inline
        // With the environment variable DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1, which the sockets need for the same.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        // end
    }
}
