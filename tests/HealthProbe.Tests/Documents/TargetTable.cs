using HealthProbe.Protocols;

namespace HealthProbe.Tests.Documents;

/// <summary>The table of docs/targets.md.</summary>
internal static class TargetTable
{
    public static string Of(ProtocolRegistry protocols) =>
        string.Concat(protocols.Protocols.Select(Row).Prepend("| target | default port | healthy when |\n| --- | --- | --- |\n"));

    private static string Row(Protocol protocol)
    {
        IEnumerable<string> schemes = protocol.Schemes.Select(scheme => $"`{scheme.Name}://`");
        IEnumerable<int> ports = protocol.Schemes.Select(scheme => scheme.DefaultPort).Where(port => port > 0).Distinct();
        return $"| {string.Join(", ", schemes)} | {string.Join(", ", ports)} | {protocol.HealthyWhen} |\n";
    }
}
