using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Server;

/// <summary>
/// Knows which of the application's services are singletons: a handler that asks for nothing else needs no scope.
/// </summary>
/// <remarks>
/// Transient services get a scope even if they are not disposable: what they consist of may be scoped. So does what is not in the collection, which is what
/// a container of the application's own choice adds.
/// </remarks>
internal sealed class ServiceLifetimes(IServiceCollection services)
{
    public bool IsSingleton(Type type, object? key)
    {
        // Of several registrations the last is the one that is resolved; an enumeration resolves all of them.
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        {
            var item = type.GetGenericArguments()[0];
            var all = Find(item, key).Concat(FindOpen(item, key)).ToArray();
            return all.Length > 0 && Array.TrueForAll(all, IsSingleton);
        }

        return (Find(type, key).LastOrDefault() ?? FindOpen(type, key).LastOrDefault()) is { } found && IsSingleton(found);
    }

    private static bool IsSingleton(ServiceDescriptor service) => service.Lifetime is ServiceLifetime.Singleton;

    private IEnumerable<ServiceDescriptor> FindOpen(Type type, object? key) => type.IsGenericType ? Find(type.GetGenericTypeDefinition(), key) : [];

    private IEnumerable<ServiceDescriptor> Find(Type type, object? key)
        => services.Where(service => service.ServiceType == type && Equals(service.ServiceKey, key));
}
