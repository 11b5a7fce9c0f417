using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketIO.ClientInterop;

/// <summary>Certificates that nobody should trust.</summary>
internal static class Certificates
{
    private static readonly Lazy<X509Certificate2> Own = new(Create);

    public static X509Certificate2 SelfSigned => Own.Value;

    private static X509Certificate2 Create()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=elsewhere.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
