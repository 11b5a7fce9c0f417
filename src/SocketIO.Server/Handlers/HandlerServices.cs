using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Server;

/// <summary>
/// Tells which parameters of a handler are services of the application, and how these are found.
/// </summary>
internal sealed class HandlerServices(IServiceProvider provider)
{
    private readonly IServiceProviderIsService? _isService = provider.GetService<IServiceProviderIsService>();
    private readonly IServiceProviderIsKeyedService? _isKeyedService = provider.GetService<IServiceProviderIsKeyedService>();
    private readonly ServiceLifetimes? _lifetimes = provider.GetService<ServiceLifetimes>();

    /// <summary>Finds what a parameter is injected with, if it is a service.</summary>
    /// <exception cref="InvalidOperationException">It asks for a service that is not registered.</exception>
    public InjectedService? Find(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var keyed = parameter.GetCustomAttribute<FromKeyedServicesAttribute>();
        var key = keyed?.Key;
        var isAsked = keyed is not null || parameter.GetCustomAttributes(inherit: true).OfType<IFromServiceMetadata>().Any();

        if (!isAsked && _isService?.IsService(ServiceOf(type)) != true)
        {
            return null;
        }

        var isOptional = isAsked && IsOptional(parameter);

        if (!isOptional && IsMissing(type, key))
        {
            throw new InvalidOperationException(key is null
                ? $"asks for the service {type}, which is not registered: add it to builder.Services, or give the parameter a default value"
                : $"asks for the service {type} with the key \"{key}\", which is not registered: add it to builder.Services, or give the parameter a default value");
        }

        return new InjectedService(type, key, isOptional, NeedsScope: _lifetimes?.IsSingleton(type, key) != true);
    }

    // A container resolves every IEnumerable<T>; it is meant as services only if T is one.
    private static Type ServiceOf(Type type)
        => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>) ? type.GetGenericArguments()[0] : type;

    private static bool IsOptional(ParameterInfo parameter)
        => parameter.HasDefaultValue || new NullabilityInfoContext().Create(parameter).WriteState is NullabilityState.Nullable;

    // Containers that cannot say what they have are believed.
    private bool IsMissing(Type type, object? key)
        => key is null ? _isService?.IsService(type) == false : _isKeyedService?.IsKeyedService(type, key) == false;
}
