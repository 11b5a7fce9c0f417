using Microsoft.Extensions.DependencyInjection;
using SocketIO.Adapters;

namespace SocketIO.Server;

/// <summary>What <c>AddSocketIO</c> returns.</summary>
internal sealed class SocketIOBuilder(IServiceCollection services, string name) : ISocketIOBuilder
{
    public IServiceCollection Services { get; } = services;

    public string Name { get; } = name;
}
