using System.Net;

namespace HealthProbe.Sidecar.Settings;

/// <summary>What is right alone and makes no sense together.</summary>
internal static class Contradiction
{
    /// <summary>The first one, as a line that says what to write instead; null for none.</summary>
    public static string? In(SidecarSettings settings, IReadOnlyList<Given> given)
    {
        string Where(string name) => given.First(each => each.Setting.Name == name).Where;

        if (!settings.HasWorkerGate && given.FirstOrDefault(each => each.Setting.IsOfWorkerGate) is Given ofGate)
        {
            return $"{ofGate.Where} is of no use with {Where("no-worker-gate")}: leave one of them out";
        }

        if (settings.Dependencies.GroupBy(dependency => dependency.Name).FirstOrDefault(group => group.Count() > 1) is { Key: string twice })
        {
            return $"{Where("dependency")}: two dependencies are called {Quoted.Of(twice)}: give each a name of its own";
        }

        if (settings.WorkerProbe is DependencySettings probe && settings.Dependencies.FirstOrDefault(dependency => IsSame(dependency.Target, probe.Target)) is DependencySettings same)
        {
            return $"{Where("worker-probe")} asks the dependency {Quoted.Of(same.Name)}, and liveness never looks at one: write the application's own address";
        }

        return settings.ManagementUrl is Target management && management.Port == settings.Port && IsSameHost(management.Host, settings.Host)
            ? $"{Where("management-url")} is the address of the other answers: write another port"
            : null;
    }

    private static bool IsSame(string one, string other) =>
        one == other
        || (Target.TryParse(one, out Target? first, out _) && Target.TryParse(other, out Target? second, out _)
            && first.Port == second.Port && (first.Host == second.Host || (IsLoopback(first.Host) && IsLoopback(second.Host))));

    // A wildcard takes the port of every address.
    private static bool IsSameHost(string one, string other) =>
        one == other || IsWildcard(one) || IsWildcard(other) || ((one == "localhost" || other == "localhost") && IsLoopback(one) && IsLoopback(other));

    private static bool IsWildcard(string host) => host is "0.0.0.0" or "::";

    private static bool IsLoopback(string host) => host == "localhost" || IsWildcard(host) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
