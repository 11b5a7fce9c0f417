using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace SocketIO.Engine;

/// <summary>
/// What a client and this server agreed on about compression (permessage-deflate, RFC 7692).
/// </summary>
/// <param name="ServerKeepsContext">Whether the server's messages are compressed with those before them in mind.</param>
/// <param name="ClientKeepsContext">Whether the client's are.</param>
/// <param name="ClientWindowBits">The window that the client promises to stay within, if it promised.</param>
internal sealed record DeflateNegotiation(bool ServerKeepsContext, bool ClientKeepsContext, int? ClientWindowBits)
{
    private const string Name = "permessage-deflate";
    private const int MinWindowBits = 8;
    private const int MaxWindowBits = 15;

    /// <summary>Gets the header that tells the client.</summary>
    public string Response
    {
        get
        {
            var server = ServerKeepsContext ? "" : "; server_no_context_takeover";
            var client = ClientKeepsContext ? "" : "; client_no_context_takeover";
            var window = ClientWindowBits is { } bits ? string.Create(CultureInfo.InvariantCulture, $"; client_max_window_bits={bits}") : "";
            return Name + server + client + window;
        }
    }

    /// <summary>
    /// Picks the first of a client's offers that this server can keep to.
    /// </summary>
    /// <param name="header">The values of <c>Sec-WebSocket-Extensions</c>.</param>
    /// <param name="options">What the server wants.</param>
    /// <param name="agreed">The agreement; <see langword="null"/> when there is nothing to agree on, which is no error.</param>
    /// <returns><see langword="false"/> when the header, or any offer of compression in it, is malformed.</returns>
    public static bool TryNegotiate(StringValues header, PerMessageDeflateOptions options, out DeflateNegotiation? agreed)
    {
        agreed = null;

        foreach (var value in header)
        {
            foreach (var range in value.AsSpan().Split(','))
            {
                if (!TryReadOffer(value.AsSpan(range), out var isDeflate, out var offer))
                {
                    agreed = null;
                    return false;
                }

                // The compressor at hand always uses the full window, so a client that can only take a smaller one gets none.
                if (isDeflate && agreed is null && offer.ServerWindowBits is null or MaxWindowBits)
                {
                    agreed = new DeflateNegotiation(
                        !(offer.ServerForgets || options.ServerNoContextTakeover),
                        !(offer.ClientForgets || options.ClientNoContextTakeover),
                        offer.ClientWindowBits);
                }
            }
        }

        return true;
    }

    // name *( ";" parameter [ "=" value ] ), where a value may be quoted but is a token all the same: it holds no separator.
    private static bool TryReadOffer(ReadOnlySpan<char> text, out bool isDeflate, out Offer offer)
    {
        isDeflate = false;
        offer = default;
        var isName = true;

        foreach (var range in text.Split(';'))
        {
            var part = HttpToken.Trim(text[range]);
            var equals = part.IndexOf('=');
            var name = equals < 0 ? part : part[..equals];
            var value = equals < 0 ? null : Unquote(part[(equals + 1)..]);

            if (!HttpToken.IsValid(name) || (equals >= 0 && !HttpToken.IsValid(value)))
            {
                return false;
            }

            if (isName)
            {
                isName = false;
                isDeflate = name.SequenceEqual(Name);

                if (value is not null)
                {
                    return false;
                }
            }
            else if (isDeflate && !offer.TryAdd(name, value))
            {
                return false;
            }
        }

        return true;
    }

    private static string Unquote(ReadOnlySpan<char> value)
        => value is ['"', .. var inner, '"'] ? inner.ToString().Replace("\\", "", StringComparison.Ordinal) : value.ToString();

    private struct Offer
    {
        public bool ServerForgets { get; private set; }

        public bool ClientForgets { get; private set; }

        public int? ServerWindowBits { get; private set; }

        public int? ClientWindowBits { get; private set; }

        private bool _namesClientWindow;

        public bool TryAdd(ReadOnlySpan<char> name, string? value)
        {
            switch (name)
            {
                case "server_no_context_takeover" when value is null && !ServerForgets:
                    return ServerForgets = true;

                case "client_no_context_takeover" when value is null && !ClientForgets:
                    return ClientForgets = true;

                case "server_max_window_bits" when ServerWindowBits is null && TryReadBits(value, out var bits):
                    ServerWindowBits = bits;
                    return true;

                // Without a value it says no more than that the client would heed a limit. The server sets none.
                case "client_max_window_bits" when !_namesClientWindow && value is null:
                    return _namesClientWindow = true;

                case "client_max_window_bits" when !_namesClientWindow && TryReadBits(value, out var bits):
                    ClientWindowBits = bits;
                    return _namesClientWindow = true;

                default:
                    return false;
            }
        }

        private static bool TryReadBits(string? value, out int bits)
            => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits is >= MinWindowBits and <= MaxWindowBits;
    }
}
