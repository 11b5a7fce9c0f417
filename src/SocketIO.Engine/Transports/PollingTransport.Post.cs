using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SocketIO.Protocol;

namespace SocketIO.Engine;

internal sealed partial class PollingTransport
{
    // After so many packets of one body other work gets a turn: a peer may legally post its whole offline buffer at once.
    private const int PacketsPerTurn = 1024;

    // How long an upgrade waits for a POST that is still arriving.
    private static readonly TimeSpan PostGrace = TimeSpan.FromSeconds(1);

    /// <summary>Takes the packets of a POST and answers it.</summary>
    public async Task PostAsync(HttpContext context)
    {
        var turn = BeginPost(context, hasWaited: false, out var earlier);

        while (turn is PostTurn.Wait)
        {
            await earlier!;
            turn = BeginPost(context, hasWaited: true, out earlier);
        }

        switch (turn)
        {
            case PostTurn.Gone:
                await _server.RefuseAsync(context, RequestRefusal.UnknownSession(_session.Id), isUpgrade: false);
                return;

            case PostTurn.Mismatch:
                await _server.RefuseAsync(context, RequestRefusal.TransportMismatch("polling", _session.Transport.ToProtocolText()), isUpgrade: false);
                return;

            case PostTurn.Overlap:
                _session.End(this, CloseReason.TransportError, "data request overlap from client");
                RespondEmpty(context, StatusCodes.Status400BadRequest);
                return;
        }

        try
        {
            await TakePostAsync(context);
        }
        finally
        {
            EndPost();
        }
    }

    /// <summary>Waits for a POST that is being taken: not for ever while its body arrives, but for all that has arrived.</summary>
    public async ValueTask PostFinishedAsync()
    {
        if (PendingPost is { } post)
        {
            await post.WaitAsync(PostGrace, _server.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            if (!IsUploading)
            {
                await post;
            }
        }
    }

    /// <summary>Waits for a POST that was being handed over when the transport was retired.</summary>
    public Task PostEndedAsync() => PendingPost ?? Task.CompletedTask;

    private Task? PendingPost
    {
        get
        {
            lock (_session.Gate)
            {
                return _post?.Task;
            }
        }
    }

    // A POST whose body has arrived may still be on its way through the handlers when the client, to whom a poll has already shown
    // their answers, sends the next one: some clients do not wait for the response. That one waits its turn; a third is too many.
    private PostTurn BeginPost(HttpContext context, bool hasWaited, out Task? earlier)
    {
        lock (_session.Gate)
        {
            earlier = _post?.Task;
            _hasWaitingPost &= !hasWaited;

            if (_retired)
            {
                return PostTurn.Mismatch;
            }

            if (hasWaited && _session.State is SessionState.Closed)
            {
                return PostTurn.Gone;
            }

            if (earlier is null)
            {
                _post = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _uploading = context;
                return PostTurn.Taken;
            }

            if (_uploading is not null || _hasWaitingPost)
            {
                return PostTurn.Overlap;
            }

            _hasWaitingPost = true;
            return PostTurn.Wait;
        }
    }

    private void EndPost()
    {
        TaskCompletionSource? post;

        lock (_session.Gate)
        {
            post = _post;
            _post = null;
            _uploading = null;
        }

        post?.TrySetResult();
    }

    private async Task TakePostAsync(HttpContext context)
    {
        var request = context.Request;

        var isBinary = IsOctetStream(request.ContentType);

        if (isBinary && !format.TakesBinaryBodies)
        {
            EndUpload();
            _session.End(this, CloseReason.TransportError, "invalid content");
            RespondEmpty(context, StatusCodes.Status400BadRequest);
            return;
        }

        if (request.Headers.ContentEncoding.Count > 0 && !request.Headers.ContentEncoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            RespondEmpty(context, StatusCodes.Status415UnsupportedMediaType);
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // MaxHttpBufferSize is the limit that counts here, whichever of the two is larger.
            size.MaxRequestBodySize = null;
        }

        using var body = await PollingBody.ReadAsync(context, _server.Options.MaxHttpBufferSize);

        switch (body.Status)
        {
            case PollingBodyStatus.TooLarge:
                // What is still on its way is not read, so the connection cannot be used again.
                context.Response.Headers.Connection = "close";
                RespondEmpty(context, StatusCodes.Status413PayloadTooLarge);
                return;

            case PollingBodyStatus.TooSlow:
                EndUpload();
                _session.End(this, CloseReason.TransportError, "data request too slow");
                RespondEmpty(context, StatusCodes.Status408RequestTimeout);
                return;

            case PollingBodyStatus.Aborted:
                EndUpload();
                _session.End(this, CloseReason.TransportError, "data request connection closed prematurely");

                // Nobody is left to read an answer, and there is no rest of the body that could be waited for.
                context.Abort();
                return;
        }

        if (!EndUpload())
        {
            await _server.RefuseAsync(context, RequestRefusal.TransportMismatch("polling", _session.Transport.ToProtocolText()), isUpgrade: false);
            return;
        }

        if (!format.TryOpen(body.Memory, isBinary, out var packets))
        {
            _session.End(this, CloseReason.ParseError, "not a form with a payload");
            RespondEmpty(context, StatusCodes.Status400BadRequest);
            return;
        }

        await DispatchAsync(packets);
        await _server.RespondAsync(context, _session, PollingResponse.Ok, CancellationToken.None);
    }

    /// <summary>The body has arrived: the end of the session no longer aborts the request, which gets its answer.</summary>
    /// <returns><see langword="false"/> when the session has left this transport meanwhile, and must not be given the body any more.</returns>
    private bool EndUpload()
    {
        lock (_session.Gate)
        {
            _uploading = null;
            return !_retired;
        }
    }

    private async Task DispatchAsync(PostedPackets packets)
    {
        var count = 0;

        while (DispatchNext(ref packets, out var held))
        {
            if (!held.IsCompletedSuccessfully)
            {
                await held;
            }

            if (++count % PacketsPerTurn == 0)
            {
                _session.EndBatch();
                await Task.Yield();
            }
        }

        if (packets.Error is not EngineError.None)
        {
            _session.RefusePacket(packets.Error.ToString());
        }

        _session.EndBatch();
    }

    private bool DispatchNext(ref PostedPackets packets, out ValueTask held)
    {
        var read = packets.TryRead(out var type, out var data, out var isBinary);
        held = read ? _session.ReceiveAsync(type, data, isBinary) : default;
        return read;
    }

    // The type alone: what parameters it is sent with means nothing for bytes.
    private static bool IsOctetStream(string? contentType)
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim().Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase);
    }

    private static void RespondEmpty(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
    }
}
