namespace SocketIO.Engine;

/// <summary>How a <see cref="CorsOrigin"/> decides.</summary>
internal enum CorsOriginKind
{
    None,
    Any,
    Reflect,
    Fixed,
    List,
    Pattern,
    Selector,
}
