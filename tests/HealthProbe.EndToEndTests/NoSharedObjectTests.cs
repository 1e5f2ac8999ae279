using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.IntegrationTests;
using HealthProbe.IntegrationTests.Http;
using HealthProbe.IntegrationTests.Listening;

namespace HealthProbe.EndToEndTests;

/// <summary>
/// The static executables load no shared object: no module of libc, and no provider or engine of OpenSSL, whatever the image and its
/// environment name.
/// </summary>
[Collection(EndToEnd.Name)]
public sealed partial class NoSharedObjectTests(PublishedBinaries binaries) : IDisposable
{
    private const string Module = "/lib/libnss_module.so.2";

    private static readonly string[] NobodyWithoutVariables = ["env", "-i"];
    private static readonly string[] NobodyWithEmptyHome = ["env", "-i", "HOME="];

    // libc's dlopen ends in __wrap__dl_open of src/Native/modules.c, which fails.
    private static readonly string[] ClosedFunctions = ["dlmopen", "dlopen"];

    // For each scheme: what the server sends before and after it has received something. The gRPC response is SETTINGS, HEADERS with
    // :status and content-type, DATA with SERVING, and HEADERS with grpc-status 0. The AMQP frame is Connection.Start without properties.
    private static readonly Dictionary<string, (byte[] Greeting, byte[] Response)> Servers = new()
    {
        ["https"] = ([], "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray()),
        ["rediss"] = ([], "+PONG\r\n"u8.ToArray()),
        ["smtps"] = ("220 mail\r\n"u8.ToArray(), "221 bye\r\n"u8.ToArray()),
        ["amqps"] = ([], [1, 0, 0, 0, 0, 0, 4, 0, 10, 0, 10, 0xCE]),
        ["grpcs"] =
        (
            [0, 0, 0, 4, 0, 0, 0, 0, 0],
            [
                0, 0, 19, 1, 4, 0, 0, 0, 1, 0x88, 0x5F, 16, .. "application/grpc"u8,
                0, 0, 7, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 8, 1,
                0, 0, 15, 1, 5, 0, 0, 0, 1, 0x40, 11, .. "grpc-status"u8, 1, (byte)'0',
            ]),
    };

    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [NativeTheory("chroot", "gcc", Need.Root, Timeout = 30_000)]
    [InlineData("https")]
    [InlineData("rediss")]
    [InlineData("smtps")]
    [InlineData("amqps")]
    [InlineData("grpcs")]
    public async Task TLS_works_for_a_user_without_a_name_and_a_home(string scheme)
    {
        using EmptyRoot root = await RootWithModuleAsync();
        await using ScriptedServer server = Serve(scheme);
        foreach (string[] environment in (string[][])[NobodyWithoutVariables, NobodyWithEmptyHome])
        {
            ProcessRun run = await RunAsync(root, environment, "/healthprobe", $"{scheme}://127.0.0.1:{server.Port}", "--cacert", "/etc/ca.pem");

            (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
            HasLoaded(root).Should().BeFalse();
        }
    }

    [NativeFact("chroot", "gcc", Need.Root, Timeout = 30_000)]
    public async Task A_redirect_to_https_works_for_a_user_without_a_name_and_a_home()
    {
        using EmptyRoot root = await RootWithModuleAsync();
        root.Write("ssl/certs/ca-certificates.crt", _certificates.Authority.ExportCertificatePem());
        await using ScriptedServer server = Serve("https");
        await using var redirecting = new ScriptedServer(ScriptedServer.Answers(
            Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:{server.Port}/\r\nContent-Length: 0\r\n\r\n")));

        ProcessRun run = await RunAsync(root, NobodyWithoutVariables, "/healthprobe", $"http://127.0.0.1:{redirecting.Port}/", "-L");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
        HasLoaded(root).Should().BeFalse();
    }

    [NativeFact("chroot", "gcc", Need.Root, Timeout = 30_000)]
    public async Task Listening_while_https_is_healthy_works_for_a_user_without_a_name_and_a_home()
    {
        using EmptyRoot root = await RootWithModuleAsync();
        root.Write("ssl/certs/ca-certificates.crt", _certificates.Authority.ExportCertificatePem());
        await using ScriptedServer server = Serve("https");
        int port;
        using (var free = new ClosedPort())
        {
            port = free.Number;
        }

        using var program = new RunningProgram(
            "env", "-i", "/usr/sbin/chroot", "--userspec=65532:65532", root.Folder,
            "/healthprobe", "listen", "127.0.0.1", $"{port}", "--while", $"https://127.0.0.1:{server.Port}/", "--interval", "50ms");
        while (await Client.TryConnectAsync(port) != SocketError.Success)
        {
            await Task.Delay(10);
        }

        program.Signal(RunningProgram.Terminate);

        (await program.EndAsync()).Should().Be((0, ""));
        HasLoaded(root).Should().BeFalse();
    }

    [NativeFact("chroot", "gcc", Need.Root, Timeout = 30_000)]
    public async Task The_sidecar_probes_an_https_dependency_for_a_user_without_a_name_and_a_home()
    {
        using EmptyRoot root = await RootWithModuleAsync();
        root.Write("ssl/certs/ca-certificates.crt", _certificates.Authority.ExportCertificatePem());
        await using ScriptedServer server = Serve("https");
        using RunningSidecar sidecar = await RunningSidecar.StartAsync(
            ["env", "-i", "/usr/sbin/chroot", "--userspec=65532:65532", root.Folder, "/healthprobe-sidecar"],
            "--no-worker-gate", "--drain", "0", "--dependency", $"web=https://127.0.0.1:{server.Port}/");

        await sidecar.UntilAsync("/health/ready", 200);

        sidecar.Signal(RunningProgram.Terminate);
        (int exitCode, string errors, _) = await sidecar.EndAsync();
        (exitCode, errors).Should().Be((0, ""));
        HasLoaded(root).Should().BeFalse();
    }

    [NativeTheory("chroot", "gcc", Need.Root, Timeout = 30_000)]
    [InlineData("OPENSSL_CONF=/etc/openssl.cnf", "etc/openssl.cnf")]
    [InlineData("A=b", "usr/lib/ssl/openssl.cnf")]
    public async Task No_provider_or_engine_of_OpenSSL_is_loaded(string variable, string file)
    {
        using EmptyRoot root = await RootWithModuleAsync();
        Directory.CreateDirectory(Path.Combine(root.Folder, Path.GetDirectoryName(file)!));
        await File.WriteAllTextAsync(
            Path.Combine(root.Folder, file),
            $"""
            openssl_conf = start
            [start]
            engines = engines
            providers = providers
            [engines]
            module = engine
            [engine]
            engine_id = dynamic
            SO_PATH = {Module}
            LOAD = EMPTY
            [providers]
            module = provider
            [provider]
            module = {Module}
            activate = 1
            """);
        await using ScriptedServer server = Serve("https");

        ProcessRun run = await RunAsync(root, ["env", "-i", variable], "/healthprobe", $"https://127.0.0.1:{server.Port}/", "--cacert", "/etc/ca.pem");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
        HasLoaded(root).Should().BeFalse();
    }

    [NativeTheory("chroot", "gcc", "mkfifo", Need.Root, Timeout = 30_000)]
    [InlineData("OPENSSL_CONF=/etc/openssl.cnf", "etc/openssl.cnf")]
    [InlineData("A=b", "usr/lib/ssl/openssl.cnf")]
    public async Task No_configuration_file_of_OpenSSL_is_opened(string variable, string file)
    {
        using EmptyRoot root = await RootWithModuleAsync();
        string path = Path.Combine(root.Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        (await ProcessRun.StartAsync("mkfifo", ["--mode=666", path])).ExitCode.Should().Be(0);
        await using ScriptedServer server = Serve("https");

        // To open a FIFO that nobody writes to would take for ever.
        ProcessRun run = await RunAsync(root, ["env", "-i", variable], "/healthprobe", $"https://127.0.0.1:{server.Port}/", "--cacert", "/etc/ca.pem");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [NativeTheory]
    [InlineData("HealthProbe.Cli", "healthprobe.map")]
    [InlineData("HealthProbe.Sidecar", "healthprobe-sidecar.map")]
    public async Task No_function_that_loads_shared_objects_is_linked_in_unless_it_is_closed(string project, string file)
    {
        string map = await File.ReadAllTextAsync(Repository.PathOf($"artifacts/build/bin/{project}/release_linux-x64/native/{file}"));

        // libc marks each function that loads shared objects with a section of this name; the linker prints it as a warning.
        string[] marked = [.. MarkedFunction().Matches(map).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];
        marked.Should().BeEquivalentTo(ClosedFunctions);

        // Nothing calls _dl_open any more, if the linker has kept the function in its place; it drops one that is not called.
        KeptFunction().IsMatch(map).Should().BeTrue();
    }

    private static Task<ProcessRun> RunAsync(EmptyRoot root, string[] environment, params string[] command) =>
        ProcessRun.StartAsync(environment[0], [.. environment[1..], "/usr/sbin/chroot", "--userspec=65532:65532", root.Folder, .. command]);

    private static bool HasLoaded(EmptyRoot root) => File.Exists(Path.Combine(root.Folder, "loaded"));

    private async Task<EmptyRoot> RootWithModuleAsync()
    {
        var root = new EmptyRoot(binaries);
        root.Write("nsswitch.conf", "passwd: files module\ngroup: files module\nhosts: module files dns\n");
        root.Write("ca.pem", _certificates.Authority.ExportCertificatePem());
        File.SetUnixFileMode(root.Folder, (UnixFileMode)0b111_111_111);
        Directory.CreateDirectory(Path.Combine(root.Folder, "lib"));
        ProcessRun run = await ProcessRun.StartAsync(
            "gcc", ["-O2", "-shared", "-fPIC", "-nostdlib", "-o", root.Folder + Module, Repository.PathOf("tests/HealthProbe.EndToEndTests/Surroundings/module.c")]);
        run.ExitCode.Should().Be(0, run.Error);
        return root;
    }

    private ScriptedServer Serve(string scheme)
    {
        X509Certificate2 certificate = _certificates.Sign("127.0.0.1");
        return new ScriptedServer(async (stream, stop) =>
        {
            (byte[] greeting, byte[] response) = Servers[scheme];
            await using var secured = new SslStream(stream);
            try
            {
                await secured.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions
                    {
                        ServerCertificate = certificate,
                        ApplicationProtocols = scheme == "grpcs" ? [SslApplicationProtocol.Http2] : null,
                    },
                    stop);
                byte[] received = new byte[4096];
                await secured.WriteAsync(greeting, stop);
                while (await secured.ReadAsync(received, stop) > 0)
                {
                    await secured.WriteAsync(response, stop);
                    response = scheme == "grpcs" ? [] : response;
                }
            }
            catch (AuthenticationException)
            {
            }
        });
    }

    [GeneratedRegex(@"^ \.gnu\.warning\.(\w+)$", RegexOptions.Multiline)]
    private static partial Regex MarkedFunction();

    [GeneratedRegex(@"^ \.text\.__wrap__dl_open\n +0x0*[1-9a-f]", RegexOptions.Multiline)]
    private static partial Regex KeptFunction();
}
