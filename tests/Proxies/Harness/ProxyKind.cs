using System.Diagnostics;
using System.Text.RegularExpressions;
using SocketIO.Tests;

namespace SocketIO.Proxies;

/// <summary>
/// A proxy and a configuration of it that the guide shows. The file is used as it is but for addresses; what surrounds it on a real machine, such as nginx's
/// own nginx.conf, is made up here.
/// </summary>
/// <param name="File">The file in docs/guide/proxies.</param>
/// <param name="Listens">What the file has for "on port 80".</param>
/// <param name="Surround">Makes, for a folder, a port and the file's content, what the program is given.</param>
/// <param name="Start">Says, for a folder and the configuration, how the program is started so that it stays in the foreground.</param>
internal sealed partial record ProxyKind(
    string File, (string Documented, string Here) Listens, Func<string, int, string, string> Surround, Func<string, string, ProcessStartInfo> Start)
{
    private static readonly Dictionary<string, ProxyKind> Kinds = new(StringComparer.Ordinal)
    {
        ["nginx"] = Nginx("nginx.conf"),
        ["nginx-by-address"] = Nginx("nginx-by-address.conf"),
        ["haproxy"] = new("haproxy.cfg", ("bind :80", "bind 127.0.0.1:PORT"), static (_, _, file) => file, static (_, file) => new("haproxy", ["-db", "-f", file])),
        ["httpd"] = new(
            "httpd.conf", ("<VirtualHost *:80>", "<VirtualHost 127.0.0.1:PORT>"), AroundHttpd, static (folder, file) => new("apache2", ["-D", "FOREGROUND", "-d", folder, "-f", file])),
        ["caddy"] = new(
            "Caddyfile", (":80 {", ":PORT {"), static (_, _, file) => "{\n\tadmin off\n\tdefault_bind 127.0.0.1\n\tgrace_period 100ms\n}\n" + file, StartCaddy),
    };

    public static ProxyKind Of(string name) => Kinds[name];

    /// <summary>Gets the file's content.</summary>
    public string Documented => System.IO.File.ReadAllText(Checkout.PathTo("docs", "guide", "proxies", File));

    private static ProxyKind Nginx(string file)
        => new(
            file,
            ("listen 80;", "listen 127.0.0.1:PORT;"),
            AroundNginx,
            static (folder, configuration) => new("nginx", ["-e", Path.Combine(folder, "error.log"), "-p", folder, "-c", configuration]));

    private static string AroundNginx(string folder, int port, string file) => $$"""
        daemon off;
        worker_processes 1;
        pid {{folder}}/pid;
        error_log {{folder}}/error.log info;
        events {}
        http {
          access_log off;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          {{file}}
        }
        """;

    // The file's first line tells which modules it needs; the others are those that Debian has on from the start.
    private static string AroundHttpd(string folder, int port, string file)
    {
        var modules = EnabledModules().Match(file).Groups[1].Value.Split(' ').Prepend("authz_core").Prepend("mpm_event");

        // Only root may, and must, become somebody else.
        var user = Environment.IsPrivilegedProcess ? "User www-data\nGroup www-data\n" : "";

        return $"""
            ServerName 127.0.0.1
            PidFile {folder}/pid
            ErrorLog {folder}/error.log
            DefaultRuntimeDir {folder}
            {string.Concat(modules.Select(module => $"LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so\n"))}
            {user}
            Listen 127.0.0.1:{port}
            {file}
            """;
    }

    private static ProcessStartInfo StartCaddy(string folder, string file)
        => new("caddy", ["run", "--adapter", "caddyfile", "--config", file]) { Environment = { ["HOME"] = folder, ["XDG_DATA_HOME"] = folder, ["XDG_CONFIG_HOME"] = folder } };

    [GeneratedRegex("^# a2enmod (.+)$", RegexOptions.Multiline)]
    private static partial Regex EnabledModules();
}
