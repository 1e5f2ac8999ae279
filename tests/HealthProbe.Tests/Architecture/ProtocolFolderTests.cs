using System.Text.RegularExpressions;
using HealthProbe.Protocols;

namespace HealthProbe.Tests.Architecture;

/// <summary>A protocol is one folder and one line, and does no I/O.</summary>
public class ProtocolFolderTests
{
    private const string Protocols = "src/HealthProbe.Core/Protocols/";
    private const string Registry = Protocols + "ProtocolRegistry.cs";

    // Files that name a scheme for another reason than to depend on it.
    private static readonly string[] Exceptions =
    [
        "src/HealthProbe.Core/ConnectionString.cs", // the drivers of JDBC
        "src/HealthProbe.Core/Target.cs", // a Host header has no default port
        "src/HealthProbe.Sidecar/Settings/UrlReader.cs", // settings that are an HTTP URL
    ];

    [Fact]
    public void An_exchange_does_no_IO()
    {
        IEnumerable<string> files = Sources(Protocols).Where(file => file[Protocols.Length..].Contains('/', StringComparison.Ordinal) && !file.EndsWith("Probe.cs", StringComparison.Ordinal));

        files.Should().HaveCountGreaterThan(30).And.OnlyContain(file => !Regex.IsMatch(
            Code(file), @"\bStream\??\s+[a-z_]|\b(async|await|Task|ValueTask|Thread|NetworkStream|Socket(?!,)|TcpClient|Dns|TimeProvider|Stopwatch|DateTime|DateTimeOffset|Environment)\b"));
    }

    [Fact]
    public void A_file_that_is_called_a_probe_implements_one() =>
        Sources(Protocols).Where(file => file.EndsWith("Probe.cs", StringComparison.Ordinal)).Should().NotBeEmpty().And.OnlyContain(file => Regex.IsMatch(Code(file), @"\) : (IProbe|NetworkProbe)|interface IProbe"));

    [Fact]
    public void No_scheme_is_named_outside_the_folder_of_its_protocol()
    {
        // These are words of other things too.
        IEnumerable<string> schemes = ProtocolRegistry.Default.Schemes.Except(["file", "listen"]);
        var named = new Regex($"\"({string.Join('|', schemes)})\"");

        Sources("src/").Where(file => !IsInFolder(file) && named.IsMatch(Code(file))).Should().BeSubsetOf(Exceptions);
    }

    [Fact]
    public void Each_folder_of_a_protocol_has_one_definition_and_the_registry_lists_it()
    {
        string registry = Code(Registry);
        string[] folders = [.. Sources(Protocols).Where(IsInFolder).Select(file => file[Protocols.Length..].Split('/')[0]).Distinct()];

        folders.Should().HaveCount(ProtocolRegistry.Default.Protocols.Count).And.OnlyContain(folder =>
            File.Exists(ApprovedFile.PathOf($"{Protocols}{folder}/{folder}Protocol.cs")) && registry.Contains($"        {folder}Protocol.Definition,\n", StringComparison.Ordinal));
    }

    private static bool IsInFolder(string file) => file.StartsWith(Protocols, StringComparison.Ordinal) && file[Protocols.Length..].Contains('/', StringComparison.Ordinal);

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(ApprovedFile.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(ApprovedFile.PathOf("."), file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static string Code(string file) =>
        string.Join('\n', File.ReadAllLines(ApprovedFile.PathOf(file)).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
}
