using Microsoft.Extensions.Logging;

namespace SocketIO.Server;

/// <summary>
/// A namespace beside the main one, named by the application or, through a <see cref="ParentNamespace"/>, by a client's request.
/// </summary>
internal sealed class ChildNamespace(string name, SocketIOServer server, ILogger logger) : ServerNamespace(name, server, logger);
