namespace SocketIO.Engine;

/// <summary>
/// One message of a peer.
/// </summary>
/// <param name="Data">
/// UTF-8 (checked) without the packet type, or bytes. It lies in a receive buffer and is good only until the method
/// that was given it returns; copy it to keep it.
/// </param>
/// <param name="IsBinary">Whether the message is binary.</param>
public readonly record struct EngineMessage(ReadOnlyMemory<byte> Data, bool IsBinary);
