using System.Buffers;
using System.Globalization;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// What client and server agreed on about compression (RFC 7692, section 7.1).
/// </summary>
internal static class ClientDeflate
{
    private const int FullWindow = 15;

    /// <summary>Makes what compresses and decompresses, after the server's answer.</summary>
    /// <param name="response">The header <c>Sec-WebSocket-Extensions</c> of the response; <see langword="null"/> when it agreed on nothing.</param>
    /// <param name="options">What the client wants.</param>
    public static (MessageInflater? Inflater, MessageDeflater? Deflater) Agree(string? response, ClientDeflateOptions? options)
    {
        if (response is null || options is null)
        {
            return default;
        }

        var serverKeepsContext = true;
        var clientKeepsContext = true;
        var canDeflate = true;
        var parts = response.Split(';');

        if (parts[0].Trim() is not "permessage-deflate")
        {
            throw new InvalidDataException($"The server chose the extension \"{response}\", which was not asked for.");
        }

        foreach (var part in parts.Skip(1))
        {
            var equals = part.IndexOf('=');
            var name = (equals < 0 ? part : part.Substring(0, equals)).Trim();
            var value = equals < 0 ? "" : part.Substring(equals + 1).Trim().Trim('"');

            switch (name)
            {
                case "server_no_context_takeover":
                    serverKeepsContext = false;
                    break;

                case "client_no_context_takeover":
                    clientKeepsContext = false;
                    break;

                // The compressor at hand always uses the full window. Where a smaller one is asked for, messages go uncompressed, which is always allowed.
                case "client_max_window_bits":
                    canDeflate = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits == FullWindow;
                    break;

                case "server_max_window_bits":
                    break;

                default:
                    throw new InvalidDataException($"The server's answer about compression has the unknown parameter \"{name}\".");
            }
        }

        return (new MessageInflater(serverKeepsContext), canDeflate ? new MessageDeflater(options.Threshold, options.Level, clientKeepsContext, ArrayPool<byte>.Shared) : null);
    }
}
