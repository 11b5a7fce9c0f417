using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Server.Tests;

/// <summary>An application's services, counting the scopes that are made and ended.</summary>
internal sealed class ScopeCountingProvider(IServiceProvider inner) : IKeyedServiceProvider, IServiceScopeFactory
{
    private int _made;
    private int _ended;

    public int Made => Volatile.Read(ref _made);

    public int Ended => Volatile.Read(ref _ended);

    public object? GetService(Type serviceType) => serviceType == typeof(IServiceScopeFactory) ? this : inner.GetService(serviceType);

    public object? GetKeyedService(Type serviceType, object? serviceKey) => ((IKeyedServiceProvider)inner).GetKeyedService(serviceType, serviceKey);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => ((IKeyedServiceProvider)inner).GetRequiredKeyedService(serviceType, serviceKey);

    public IServiceScope CreateScope()
    {
        Interlocked.Increment(ref _made);
        return new Scope(this, inner.CreateAsyncScope());
    }

    private sealed class Scope(ScopeCountingProvider owner, AsyncServiceScope scope) : IServiceScope, IAsyncDisposable
    {
        public IServiceProvider ServiceProvider => scope.ServiceProvider;

        public void Dispose()
        {
            scope.Dispose();
            Interlocked.Increment(ref owner._ended);
        }

        public async ValueTask DisposeAsync()
        {
            await scope.DisposeAsync();
            Interlocked.Increment(ref owner._ended);
        }
    }
}
