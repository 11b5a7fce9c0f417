using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>An nginx in front of a server, configured as docs/guide/behind-a-reverse-proxy.md says.</summary>
internal sealed partial class NginxProxy : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nginx-").FullName;
    private readonly Process _process;

    private NginxProxy(int port, string server)
    {
        Address = new Uri($"http://127.0.0.1:{port}/");
        var file = Path.Combine(_folder, "nginx.conf");

        File.WriteAllText(file, $$"""
            daemon off;
            worker_processes 1;
            pid {{_folder}}/pid;
            error_log {{_folder}}/error.log info;
            events {}
            http {
              access_log off;
              client_body_temp_path {{_folder}}/body;
              proxy_temp_path {{_folder}}/proxy;
              fastcgi_temp_path {{_folder}}/fastcgi;
              uwsgi_temp_path {{_folder}}/uwsgi;
              scgi_temp_path {{_folder}}/scgi;
              {{server}}
            }
            """);

        _process = Process.Start(new ProcessStartInfo("nginx", ["-e", Path.Combine(_folder, "error.log"), "-p", _folder, "-c", file]) { RedirectStandardError = true })
            ?? throw new InvalidOperationException("nginx did not start.");
    }

    public Uri Address { get; }

    /// <param name="server">The port of the server behind it.</param>
    /// <param name="edit">Changes the documented configuration.</param>
    public static async Task<NginxProxy> StartAsync(int server, Func<string, string>? edit = null)
    {
        var port = FreePort();
        var documented = Documented().Match(File.ReadAllText(Checkout.PathTo("docs", "guide", "behind-a-reverse-proxy.md"))).Groups[1].Value;
        var block = (edit?.Invoke(documented) ?? documented)
            .Replace("listen 80;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal)
            .Replace("127.0.0.1:3000", $"127.0.0.1:{server}", StringComparison.Ordinal);

        var proxy = new NginxProxy(port, block);
        await Wait.Until("nginx listens", () => proxy._process.HasExited || Listens(port));
        Assert.False(proxy._process.HasExited, proxy._process.HasExited ? await proxy._process.StandardError.ReadToEndAsync() : null);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("```nginx\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Documented();
}
