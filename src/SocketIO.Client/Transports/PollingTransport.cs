using System.Net;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// HTTP long-polling: one request at a time waits for packets of the server, another carries ours.
/// </summary>
internal sealed class PollingTransport(EngineClient engine, EngineSettings settings) : ClientTransport(engine, settings)
{
    private const string PollError = "xhr poll error";
    private const string PostError = "xhr post error";
    private const int KeptBuffer = 64 * 1024;

    private const string PlainText = "text/plain;charset=UTF-8";

    private readonly GrowableBuffer _post = new(1024);
    private byte[] _body = [];

    public override string Name => Polling;

    public override async Task RunAsync()
    {
        while (await PollAsync().ConfigureAwait(false) is { } length && Engine.OnPayload(this, _body.AsMemory(0, length)))
        {
            try
            {
                await Engine.WhenReadyAsync(Aborted).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public override Task SendAsync(List<OutgoingFrame> frames) => PostAsync(Encode(frames));

    private async Task PostAsync(byte[] body)
    {
        // A server of Engine.IO 3 answers a body that it reads as text in the same way as one of version 4.
        var failure = await ExchangeAsync(
            HttpMethod.Post,
            PostError,
            uri =>
            {
                var request = ClientHttp.MakeRequest(HttpMethod.Post, uri, Settings.HeadersOf(Name));
                request.Content = new ByteArrayContent(body);
                // As it is: a parsed value is written with a space in it.
                request.Content.Headers.TryAddWithoutValidation("Content-Type", PlainText);
                return request;
            },
            static _ => Task.CompletedTask).ConfigureAwait(false);

        if (failure is not null)
        {
            throw failure;
        }
    }

    public override async Task CloseAsync()
    {
        AbortAfter(CloseLimit);

        // Whoever is still shaking hands says goodbye when that is done: see EngineClient.LeaveNewSessionLocked.
        if (Engine.Sid is null)
        {
            return;
        }

        try
        {
            // Beside a body that may be under way, and with no use of its buffer.
            await PostAsync(Engine.Version == EngineClient.Version3 ? "1:1"u8.ToArray() : "1"u8.ToArray()).ConfigureAwait(false);
        }
        catch (TransportException)
        {
            // The session ends at the server's next heartbeat.
        }

        Abort();
    }

    private async Task<int?> PollAsync()
    {
        var length = 0;
        var failure = await ExchangeAsync(
            HttpMethod.Get,
            PollError,
            uri => ClientHttp.MakeRequest(HttpMethod.Get, uri, Settings.HeadersOf(Name)),
            async content => length = await ReadBodyAsync(content).ConfigureAwait(false)).ConfigureAwait(false);

        if (failure is null)
        {
            return length;
        }

        Engine.OnTransportError(this, failure);
        return null;
    }

    // What fails is described, whatever it is: nothing that a server does is thrown.
    private async Task<TransportException?> ExchangeAsync(HttpMethod method, string error, Func<Uri, HttpRequestMessage> makeRequest, Func<HttpContent, Task> read)
    {
        var uri = Settings.MakeUri(Name, Engine.Version, Engine.Sid);
        using var limit = Settings.Options.RequestTimeout is { } timeout ? Settings.Time.CreateCancellationTokenSource(timeout) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Aborted);

        try
        {
            using var response = await Settings.Http.SendAsync(makeRequest, uri, either.Token).ConfigureAwait(false);

            if (response.StatusCode is HttpStatusCode.OK)
            {
                await read(response.Content).ConfigureAwait(false);
                return null;
            }

            return new TransportException(error, await HttpFailure.DescribeAsync(Name, response, uri, method.Method, Settings.Time, either.Token).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            return new TransportException(error, HttpFailure.Describe(Name, uri, method.Method), e);
        }
    }

    private async Task<int> ReadBodyAsync(HttpContent content)
    {
        var stream = await content.ReadAsStreamAsync(Aborted).ConfigureAwait(false);
        var length = 0;

        if (_body.Length > KeptBuffer)
        {
            _body = [];
        }

        while (true)
        {
            if (length > Settings.MaxReceiveBytes)
            {
                throw new InvalidDataException($"The response has more than {Settings.MaxReceiveBytes} bytes (MaxReceiveBytes).");
            }

            if (length == _body.Length)
            {
                Array.Resize(ref _body, Math.Max(1024, length * 2));
            }

            var count = await stream.ReadAsync(_body.AsMemory(length), Aborted).ConfigureAwait(false);

            if (count == 0)
            {
                return length;
            }

            length += count;
        }
    }

    private byte[] Encode(List<OutgoingFrame> frames)
    {
        _post.Clear(0);
        var isFirst = true;

        foreach (var frame in frames)
        {
            if (Engine.Version == EngineClient.Version3)
            {
                var data = frame.Data.ToArray();
                EnginePayloadWriterV3.WriteText(_post, frame.IsBinary ? new EncodedPacket([], [data]) : new EncodedPacket(data));
            }
            else if (frame.IsBinary)
            {
                EnginePayloadWriter.WriteBinary(_post, frame.Data.Span, ref isFirst);
            }
            else
            {
                EnginePayloadWriter.WriteText(_post, frame.Data.Span, ref isFirst);
            }
        }

        return _post.Written.ToArray();
    }
}
