using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// One event on its way through its handlers: where they find what they are injected, and whether they have acknowledged.
/// </summary>
/// <remarks>
/// Used again for the next event once all handlers have completed; nothing that user code may keep refers to it. A thread
/// keeps one, which is enough while handlers complete synchronously.
/// </remarks>
internal sealed partial class EventInvocation
{
    private const long NoAck = -1;

    [ThreadStatic]
    private static EventInvocation? t_spare;

    private ServerSocket? _socket;
    private ServerNamespace? _namespace;
    private long _ackId = NoAck;
    private Ack? _ack;
    private bool _answered;
    private AsyncServiceScope? _scope;

    public ServerSocket Socket => _socket!;

    public ServerNamespace Namespace => _namespace!;

    public SocketIOServer Server => _namespace!.Server;

    /// <summary>Gets what is cancelled when the socket goes. Who handles that it goes has nothing to be told of.</summary>
    public CancellationToken CancellationToken => Reason is not null ? CancellationToken.None : _socket?.DisconnectToken ?? Server.Stopping;

    public ClaimsPrincipal User => _socket!.User;

    /// <summary>Gets the arguments in a form that may be kept. Set before a handler that wants them.</summary>
    [AllowNull]
    public EventArguments Arguments
    {
        get => field ?? EventArguments.Empty;
        set;
    }

    [AllowNull]
    public EventContext Context
    {
        get => field ??= new EventContext(Socket, EventName ?? string.Empty, Arguments, Ack);
        set;
    }

    public string? EventName { get; set; }

    public string? Reason { get; set; }

    public string? Description { get; set; }

    /// <summary>Gets or sets what takes the answer to an event of another server.</summary>
    public Func<EventArguments, ValueTask>? AnswerTo { get; set; }

    public Ack Ack => _ack ??= new Ack(_socket, _ackId);

    /// <summary>Gets the services of this event, which end with it. Made when they are asked for.</summary>
    public IServiceProvider ScopedServices => (_scope ??= Server.Services.CreateAsyncScope()).ServiceProvider;

    public IServiceProvider SingletonServices => Server.Services;

    public bool HasScope => _scope is not null;

    /// <summary>Gets or sets a value indicating whether a handler completed without a value to acknowledge with.</summary>
    public bool OwesEmptyAnswer { get; private set; }

    /// <summary>Gets the position of the argument that did not bind, or -1.</summary>
    public int RejectedIndex { get; private set; } = -1;

    public Type? RejectedType { get; private set; }

    public static EventInvocation Rent(ServerNamespace ns, ServerSocket? socket, long? ackId)
    {
        var call = t_spare ?? new EventInvocation();
        t_spare = null;
        call._namespace = ns;
        call._socket = socket;
        call._ackId = ackId ?? NoAck;
        return call;
    }

    public void Return()
    {
        _namespace = null;
        _socket = null;
        _ack = null;
        _answered = false;
        _scope = null;
        Arguments = null;
        Context = null;
        EventName = null;
        AnswerTo = null;
        Reason = null;
        Description = null;
        OwesEmptyAnswer = false;
        ForgetRejection();
        t_spare = this;
    }

    /// <summary>Takes over the acknowledgement of a context that middlewares have seen.</summary>
    public void Adopt(EventContext context)
    {
        Context = context;
        Arguments = context.Arguments;
        EventName = context.EventName;
        _ack = context.Ack;
    }

    public void ForgetRejection()
    {
        RejectedIndex = -1;
        RejectedType = null;
    }

    public async ValueTask DisposeScopeAsync()
    {
        if (_scope is { } scope)
        {
            await scope.DisposeAsync();
        }
    }

    public bool TryTakeAnswer()
    {
        if (_ack is not null)
        {
            return _ack.TryTake();
        }

        if (_ackId == NoAck || _answered)
        {
            return false;
        }

        return _answered = true;
    }
}
