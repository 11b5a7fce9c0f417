using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketIO.Downlevel.Tests;

/// <summary>Puts TLS with a self-signed certificate in front of a server.</summary>
internal sealed class TlsRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly X509Certificate2 _certificate = MakeCertificate();
    private readonly List<Task> _connections = [];
    private readonly int _target;
    private readonly Task _accepting;
    private int _forwarded;

    public TlsRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Gets how many connections have come through the handshake.</summary>
    public int Forwarded => Volatile.Read(ref _forwarded);

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _certificate.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stopped.Token)));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The relay is over.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        try
        {
            using var accepted = client;
            await using var secure = new SslStream(accepted.GetStream());
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopped.Token);

            // With TLS 1.3 the client refuses after the server is done: what counts is whether anything is said.
            var first = new byte[1];
            await secure.ReadExactlyAsync(first, _stopped.Token);
            Interlocked.Increment(ref _forwarded);

            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _target, _stopped.Token);
            await server.GetStream().WriteAsync(first, _stopped.Token);
            await Task.WhenAny(secure.CopyToAsync(server.GetStream(), _stopped.Token), server.GetStream().CopyToAsync(secure, _stopped.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or System.Security.Authentication.AuthenticationException or OperationCanceledException or EndOfStreamException)
        {
            // One of the ends is gone.
        }
    }
}
