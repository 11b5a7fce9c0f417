using SocketIO.Adapters;
using SocketIO.Protocol;
using SocketIO.Protocol.MessagePack;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds the MessagePack parser to a Socket.IO server.
/// </summary>
public static class MessagePackBuilderExtensions
{
    /// <summary>
    /// Puts packets on the wire as MessagePack. Clients must use a parser for it as well: <c>socket.io-msgpack-parser</c> for JavaScript.
    /// </summary>
    /// <param name="builder">What <c>AddSocketIO</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <example>
    /// <code>
    /// builder.Services.AddSocketIO().AddMessagePackParser();
    /// </code>
    /// </example>
    public static ISocketIOBuilder AddMessagePackParser(this ISocketIOBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedSingleton<PacketParser>(builder.Name, (_, _) => new MessagePackParser());
        return builder;
    }
}
