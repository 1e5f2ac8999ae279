using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace HealthProbe.IntegrationTests.Http;

/// <summary>A real nginx in a temporary folder: plain HTTP on one port, TLS with HTTP/2 on another.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    public const string Program = "/usr/sbin/nginx";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("healthprobe-nginx-");
    private readonly Process _process;

    private Nginx(X509Certificate2 certificate)
    {
        Port = FreePort();
        TlsPort = FreePort();
        MutualTlsPort = FreePort();
        File.WriteAllText(PathOf("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf("key.pem"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(PathOf("health.json"), """{"status":"UP","checks":[{"name":"db","status":"UP"}]}""" + new string(' ', 4_000));
        File.WriteAllText(PathOf("users"), "me:{PLAIN}secret\n");
        File.WriteAllText(PathOf("nginx.conf"), Configuration());
        _process = Process.Start(new ProcessStartInfo(Program, ["-p", _folder.FullName, "-c", PathOf("nginx.conf"), "-e", PathOf("error.log")]))!;
    }

    public int Port { get; }

    public int TlsPort { get; }

    /// <summary>A TLS port that requires a client certificate.</summary>
    public int MutualTlsPort { get; }

    public string AccessLog => File.ReadAllText(PathOf("access.log"));

    public static async Task<Nginx> StartAsync(X509Certificate2 certificate)
    {
        var nginx = new Nginx(certificate);
        WaitResult started = await WaitFor.HealthyAsync($"http://127.0.0.1:{nginx.Port}/health", TimeSpan.FromSeconds(15));
        started.Outcome.IsHealthy.Should().BeTrue(started.Outcome.Detail);
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        using Process stop = Process.Start("kill", ["-QUIT", $"{_process.Id}"]);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var port = new ClosedPort(IPAddress.Loopback);
        return port.Port;
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private string Configuration() => $$"""
        daemon off;
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        worker_processes 1;
        pid {{PathOf("pid")}};
        events { worker_connections 256; }
        http {
          default_type application/json;
          access_log {{PathOf("access.log")}};
          client_body_temp_path {{PathOf("body")}};
          proxy_temp_path {{PathOf("proxy")}};
          fastcgi_temp_path {{PathOf("fastcgi")}};
          uwsgi_temp_path {{PathOf("uwsgi")}};
          scgi_temp_path {{PathOf("scgi")}};
          gzip on;
          gzip_types application/json;
          server {
            listen 127.0.0.1:{{Port}};
            listen 127.0.0.1:{{TlsPort}} ssl http2;
            ssl_certificate {{PathOf("cert.pem")}};
            ssl_certificate_key {{PathOf("key.pem")}};
            root {{_folder.FullName}};
            location = /health { try_files /health.json =404; }
            location = /moved { return 301 /health; }
            location = /down { return 503; }
            location = /private { auth_basic "private"; auth_basic_user_file {{PathOf("users")}}; try_files /health.json =404; }
          }
          server {
            listen 127.0.0.1:{{MutualTlsPort}} ssl;
            ssl_certificate {{PathOf("cert.pem")}};
            ssl_certificate_key {{PathOf("key.pem")}};
            ssl_client_certificate {{PathOf("cert.pem")}};
            ssl_verify_client on;
            location / { return 200; }
          }
        }
        """;
}
