namespace SocketIO.Client;

/// <content>What may be changed while the connection is in use.</content>
public sealed partial class ClientConnection
{
    /// <summary>Gets or sets a value indicating whether a connection that failed or was lost is tried again.</summary>
    /// <value>The default is <see cref="SocketIOClientOptions.Reconnection"/>. Setting <see langword="false"/> also calls off what is planned.</value>
    public bool Reconnection
    {
        get => Read(() => _reconnects);
        set => Change(() =>
        {
            _reconnects = value;

            if (value)
            {
                _skipReconnect = false;
            }
            else
            {
                CallOffReconnectLocked();
            }
        });
    }

    /// <summary>Gets or sets how often a connection is tried again before it is given up.</summary>
    /// <value>The default is <see cref="SocketIOClientOptions.ReconnectionAttempts"/>; <see langword="null"/> is for ever.</value>
    public int? ReconnectionAttempts
    {
        get => Read<int?>(() => _maxAttempts == int.MaxValue ? null : _maxAttempts);
        set => Change(() => _maxAttempts = value is > 0 and var attempts ? attempts : int.MaxValue);
    }

    /// <summary>Gets or sets how long to wait before the first attempt to reconnect.</summary>
    /// <value>The default is <see cref="SocketIOClientOptions.ReconnectionDelay"/>.</value>
    public TimeSpan ReconnectionDelay
    {
        get => Read(() => _backoff.Min);
        set => Change(() => _backoff.Min = value);
    }

    /// <summary>Gets or sets the longest wait between two attempts.</summary>
    /// <value>The default is <see cref="SocketIOClientOptions.ReconnectionDelayMax"/>.</value>
    public TimeSpan ReconnectionDelayMax
    {
        get => Read(() => _backoff.Max);
        set => Change(() => _backoff.Max = value);
    }

    /// <summary>Gets or sets by which part delays vary at random.</summary>
    /// <value>The default is <see cref="SocketIOClientOptions.RandomizationFactor"/>.</value>
    public double RandomizationFactor
    {
        get => Read(() => _backoff.Jitter);
        set => Change(() => _backoff.Jitter = value);
    }

    /// <summary>Gets or sets how long the handshake may take.</summary>
    /// <value>The default is <see cref="SocketIOClientOptions.Timeout"/>.</value>
    public TimeSpan Timeout
    {
        get => Read(() => _timeout);
        set => Change(() => _timeout = value);
    }

    /// <summary>Moves the connection to another server: the next attempt is made there.</summary>
    /// <param name="url">The server's address. A namespace in it has no meaning here.</param>
    /// <exception cref="ArgumentException"><paramref name="url"/> is no address.</exception>
    public void SetUrl(string url)
    {
        var parsed = ClientUrl.Parse(url);
        Change(() => _settings.Url = parsed);
    }

    /// <summary>Changes what the next session's requests carry in their query.</summary>
    /// <param name="query">The whole query, in place of <see cref="SocketIOClientOptions.Query"/>.</param>
    public void SetQuery(IReadOnlyDictionary<string, string> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var copy = query.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        Change(() => Options.Query = copy);
    }

    /// <summary>Changes the headers that requests carry from now on, for example after a token was renewed.</summary>
    /// <param name="headers">All headers, in place of <see cref="SocketIOClientOptions.ExtraHeaders"/>.</param>
    public void SetExtraHeaders(IReadOnlyDictionary<string, string> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var copy = headers.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        Change(() => Options.ExtraHeaders = copy);
    }

    private T Read<T>(Func<T> read)
    {
        lock (Gate)
        {
            return read();
        }
    }

    private void Change(Action change)
    {
        lock (Gate)
        {
            change();
        }
    }
}
