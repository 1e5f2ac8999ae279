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

        if (settings.WorkerProbe is DependencySettings probe)
        {
            if (settings.Dependencies.FirstOrDefault(dependency => IsOnePlace(dependency.Target, probe.Target)) is DependencySettings same)
            {
                return $"{Where("worker-probe")} asks the dependency {Quoted.Of(same.Name)}, and liveness never looks at one: write the application's own address";
            }

            if (Target.TryParse(probe.Target, out Target? worker, out _) && IsItself(worker, settings))
            {
                return $"{Where("worker-probe")} asks the sidecar itself: write the application's own address, or another --port";
            }
        }

        if (settings.ApplicationHealthReadyUrl is Target url && IsItself(url, settings))
        {
            return $"{Where("application-health-ready-url")} asks the sidecar itself: write the application's own address, or another --port";
        }

        return settings.ManagementUrl is Target management && management.Port == settings.Port
            && (IsOneHost(management.Host, settings.Host) || IsWildcard(management.Host) || IsWildcard(settings.Host))
            ? $"{Where("management-url")} is the address of the other answers: write another port"
            : null;
    }

    private static bool IsItself(Target target, SidecarSettings settings) => target.Port == settings.Port && IsOneHost(target.Host, settings.Host);

    private static bool IsOnePlace(string one, string other) =>
        one == other
        || (Target.TryParse(one, out Target? first, out _) && Target.TryParse(other, out Target? second, out _)
            && first.Port == second.Port && IsOneHost(first.Host, second.Host));

    // localhost is two addresses, and a wildcard is all of them: 127.0.0.1 is both. 127.0.0.1 and 127.0.0.2 are two.
    private static bool IsOneHost(string one, string other) =>
        one == other || ((IsWide(one) || IsWide(other)) && IsOfThisMachine(one) && IsOfThisMachine(other));

    private static bool IsOfThisMachine(string host) => IsWide(host) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static bool IsWide(string host) => host == "localhost" || IsWildcard(host);

    private static bool IsWildcard(string host) => host is "0.0.0.0" or "::";
}
