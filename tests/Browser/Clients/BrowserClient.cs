namespace SocketIO.Tests;

/// <summary>A bundle in Chromium, with the transports that it is allowed.</summary>
/// <param name="Bundle">The version of the client.</param>
/// <param name="Transport">"polling", "websocket", "upgrade", or "JSONP".</param>
internal sealed record BrowserClient(string Bundle, string Transport)
{
    public static IReadOnlyList<BrowserClient> All { get; } =
    [
        new("2.5.0", "polling"), new("2.5.0", "websocket"), new("2.5.0", "upgrade"), new("2.5.0", "JSONP"),
        new("4.8.4", "polling"), new("4.8.4", "websocket"), new("4.8.4", "upgrade"),
    ];

    public int Protocol => Bundle[0] == '2' ? 3 : 4;

    /// <summary>Gets the profile that the client is meant for, and whose pages it runs in: there is no CORS between them.</summary>
    public Profile Profile => Protocol == 3 ? Profile.Eio3 : Profile.Main;

    /// <summary>Gets the file of the package; the server serves that of its own version.</summary>
    public string File => Checkout.PathTo("tests", "node", "node_modules", Protocol == 3 ? "socket.io-client-2" : "socket.io-client", "dist", "socket.io.js");

    /// <summary>Gets what the cases in the page have to know.</summary>
    public object Way => new
    {
        transport = Transport,
        protocol = Protocol,
        endsOn = Transport is "websocket" or "upgrade" ? "websocket" : "polling",
        options = new { transports = Transports, forceJSONP = Transport == "JSONP" },
    };

    private string[] Transports => Transport switch { "upgrade" => ["polling", "websocket"], "websocket" => ["websocket"], _ => ["polling"] };
}
