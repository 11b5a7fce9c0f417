namespace SocketIO.Adapters.Postgres;

/// <summary>
/// A message on its way to the database.
/// </summary>
internal sealed class Publication
{
    // What a message takes besides its bytes, roughly.
    private const int Overhead = 400;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Publication(Lane lane, string head, byte[]? body)
    {
        Lane = lane;
        Head = head;
        Body = body;
    }

    public Lane Lane { get; }

    /// <summary>Gets the JSON of the notification without its last brace: more is added.</summary>
    public string Head { get; }

    /// <summary>Gets what goes into the table of attachments.</summary>
    /// <value><see langword="null"/> when the notification says it all.</value>
    public byte[]? Body { get; }

    /// <summary>Gets what is kept for recovery.</summary>
    /// <value><see langword="null"/> when nothing is.</value>
    public KeptPacket? Kept { get; init; }

    /// <summary>Gets or sets the number in its lane. What is kept has one of its own, and cannot be missed.</summary>
    public long Number { get; set; }

    public int Size => Overhead + Head.Length + (Body?.Length ?? 0) + (Kept?.Row.Length ?? 0);

    /// <summary>Gets what completes when the database has it.</summary>
    public Task Done => _done.Task;

    public void Complete() => _done.TrySetResult();

    public void Fail(Exception exception)
    {
        _done.TrySetException(exception);

        // Not everybody waits for it.
        _ = _done.Task.Exception;
    }
}
