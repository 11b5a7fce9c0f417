using System.Buffers;
using Microsoft.AspNetCore.Http;
using SocketIO.Protocol;

namespace SocketIO.Engine;

internal sealed partial class PollingTransport
{
    // How long a GET that overtook the upgrade packet on its other connection waits for it. Long enough for a frame
    // that is already in this process, short against the 100 ms that clients are used to.
    private static readonly TimeSpan UpgradeGrace = TimeSpan.FromMilliseconds(30);

    /// <summary>Answers a GET when there is something to answer.</summary>
    public async Task GetAsync(HttpContext context)
    {
        if (BeginPoll() is not { } poll)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentLength = 0;
            return;
        }

        var answer = await WaitAsync(poll, context);

        if (answer is not { } packets)
        {
            // The peer has gone; nobody reads an answer.
            return;
        }

        if (packets.IsMismatch)
        {
            await _server.RefuseAsync(context, RequestRefusal.TransportMismatch("polling", _session.Transport.ToProtocolText()), isUpgrade: false);
            return;
        }

        await RespondAsync(context, packets);
    }

    /// <summary>Takes the place of the session's only poll.</summary>
    /// <returns><see langword="null"/> when another GET had it: that ends the session.</returns>
    private PendingPoll? BeginPoll()
    {
        var poll = new PendingPoll(_session.IsProbed);

        lock (_session.Gate)
        {
            if (_retired)
            {
                poll.Complete(PollAnswer.Mismatch);
                return poll;
            }

            if (_poll is null)
            {
                _poll = poll;

                if (_session.State is SessionState.Closed)
                {
                    AnswerPoll(PollAnswer.Of(EncodedPacket.Close));
                }
            }
            else
            {
                poll = null;
            }
        }

        if (poll is null)
        {
            _session.End(this, CloseReason.TransportError, "overlap from client");
        }
        else
        {
            _session.GoOnSending();
        }

        return poll;
    }

    private async Task<PollAnswer?> WaitAsync(PendingPoll poll, HttpContext context)
    {
        using var aborted = context.RequestAborted.UnsafeRegister(
            static state => ((PendingPoll)state!).Complete(default(PollAnswer)), poll);

        if (poll.AfterProbe && !poll.Answer.IsCompleted)
        {
            await Task.WhenAny(poll.Answer, Task.Delay(UpgradeGrace, _server.Time, context.RequestAborted));
            ReleasePollAfterGrace(poll);
        }

        var answer = await poll.Answer;

        if (answer.Packets is not null)
        {
            return answer;
        }

        ForgetPoll(poll);
        _session.End(this, CloseReason.TransportError, "poll connection closed prematurely");
        return null;
    }

    private void ReleasePollAfterGrace(PendingPoll poll)
    {
        lock (_session.Gate)
        {
            if (ReferenceEquals(_poll, poll))
            {
                ReleasePoll();
            }
        }
    }

    private void ForgetPoll(PendingPoll poll)
    {
        lock (_session.Gate)
        {
            if (ReferenceEquals(_poll, poll))
            {
                _poll = null;
            }
        }
    }

    private async Task RespondAsync(HttpContext context, PollAnswer answer)
    {
        try
        {
            using var deadline = new CancellationTokenSource(_server.Options.WriteDeadline, _server.Time);
            await _server.RespondAsync(context, _session, format.Write(answer), deadline.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
            _session.End(this, CloseReason.TransportError, "the client does not read");
        }
        catch (IOException)
        {
            _session.End(this, CloseReason.TransportError, "poll connection closed prematurely");
        }
    }
}
