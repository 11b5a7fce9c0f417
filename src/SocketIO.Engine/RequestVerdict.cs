namespace SocketIO.Engine;

/// <summary>
/// What <see cref="EngineOptions.AllowRequest"/> decided about a handshake.
/// </summary>
/// <remarks>The default value of this type is a refusal.</remarks>
public readonly struct RequestVerdict
{
    private RequestVerdict(bool isAllowed, string? message)
    {
        IsAllowed = isAllowed;
        Message = message;
    }

    /// <summary>
    /// Gets the verdict that lets the client connect.
    /// </summary>
    public static RequestVerdict Allow => new(isAllowed: true, message: null);

    /// <summary>
    /// Gets a value indicating whether the client may connect.
    /// </summary>
    public bool IsAllowed { get; }

    /// <summary>
    /// Gets the text that a refused client is told.
    /// </summary>
    /// <value><see langword="null"/> when no text was given: the client is told "Forbidden".</value>
    public string? Message { get; }

    /// <summary>
    /// Refuses the handshake with status 403 and code 4.
    /// </summary>
    /// <param name="message">The text that the client is told. The default is "Forbidden".</param>
    /// <returns>The verdict.</returns>
    public static RequestVerdict Refuse(string? message = null) => new(isAllowed: false, message);
}
