using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocketIO.ClusterFaults;

/// <summary>nginx before the servers: a client stays with its server, and goes to another when that does not answer.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("faults-nginx").FullName;
    private Process? _process;

    public int Port { get; } = FreePort();

    public string Url => $"http://127.0.0.1:{Port}";

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Start(IEnumerable<NodeHandle> nodes)
    {
        // Without "max_fails=0" a server that has refused once is out until one of its requests has ended, which those of WebSockets do not.
        var servers = string.Concat(nodes.Select(static node => $"    server {node.Address}:{node.Port} max_fails=0;\n"));

        File.WriteAllText(Path.Combine(_folder, "nginx.conf"), $$"""
            daemon off;
            worker_processes 1;
            worker_rlimit_nofile 20000;
            pid {{_folder}}/nginx.pid;
            error_log stderr crit;
            events { worker_connections 9000; }
            http {
              access_log off;
              client_body_temp_path {{_folder}};
              proxy_temp_path {{_folder}};
              fastcgi_temp_path {{_folder}};
              uwsgi_temp_path {{_folder}};
              scgi_temp_path {{_folder}};
              upstream nodes {
                hash $arg_c consistent;
            {{servers}}  }
              server {
                listen 127.0.0.1:{{Port}} backlog=4096;
                location / {
                  proxy_pass http://nodes;
                  proxy_http_version 1.1;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection "upgrade";
                  proxy_set_header Host $host;
                  proxy_next_upstream error timeout http_503;
                  proxy_connect_timeout 2s;
                  proxy_read_timeout 90s;
                }
              }
            }
            """, new UTF8Encoding(false));

        _process = Process.Start("nginx", ["-p", _folder, "-c", Path.Combine(_folder, "nginx.conf")]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            // The worker ends with its master only when that is asked to stop.
            Process.Start("kill", ["-TERM", $"{_process.Id}"]).Dispose();
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }

        Directory.Delete(_folder, recursive: true);
    }
}
