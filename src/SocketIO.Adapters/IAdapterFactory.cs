namespace SocketIO.Adapters;

/// <summary>
/// Makes the adapter of each namespace. A package that adds one registers its factory as a keyed service, under the name of the builder it is added to.
/// </summary>
public interface IAdapterFactory
{
    /// <summary>
    /// Makes the adapter of one namespace.
    /// </summary>
    /// <param name="sockets">The namespace.</param>
    /// <returns>An adapter that has not been initialized.</returns>
    Adapter Create(ILocalSockets sockets);
}
