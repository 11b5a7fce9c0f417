namespace SocketIO.Engine;

/// <summary>
/// The body of a polling response, before compression.
/// </summary>
/// <param name="Body">The bytes.</param>
/// <param name="ContentType">The content type, as the reference writes it.</param>
/// <param name="Compress">Whether the body may be compressed.</param>
internal readonly record struct PollingResponse(ReadOnlyMemory<byte> Body, string ContentType, bool Compress)
{
    private const string Script = "application/javascript; charset=UTF-8";

    // HTML on purpose: browsers offer other types of an empty page for download.
    public static PollingResponse Ok { get; } = new("ok"u8.ToArray(), "text/html", false);

    /// <summary>Gets a value indicating whether the body is a script, which browsers must not take for anything else.</summary>
    public bool IsScript => ReferenceEquals(ContentType, Script);

    public static PollingResponse ForText(ReadOnlyMemory<byte> body, bool compress) => new(body, "text/plain; charset=UTF-8", compress);

    public static PollingResponse ForBinary(ReadOnlyMemory<byte> body, bool compress) => new(body, "application/octet-stream", compress);

    public static PollingResponse ForScript(ReadOnlyMemory<byte> body, bool compress) => new(body, Script, compress);
}
