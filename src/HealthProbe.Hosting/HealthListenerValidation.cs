using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthProbe.Hosting;

/// <summary>Finds the options that make no sense before anything is opened.</summary>
internal sealed class HealthListenerValidation(IOptions<HealthCheckServiceOptions> checks) : IValidateOptions<HealthListenerOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthListenerOptions options)
    {
        string? mistake = !IsDuration(options.Period) ? $"Period is {options.Period}: write more than zero and at most 24 hours"
            : !IsDuration(options.Timeout) ? $"Timeout is {options.Timeout}: write more than zero and at most 24 hours"
            : options.MaximumHeartbeatAge is TimeSpan age && !IsDuration(age) ? $"MaximumHeartbeatAge is {age}: write more than zero and at most 24 hours"
            : options.Port is < 0 or > IPEndPoint.MaxPort ? $"Port is {options.Port}: write 0 to 65535"
            : UnknownTag(options) is string tag ? $"no health check has the tag \"{tag}\": its report would always be healthy"
            : null;
        return mistake is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail($"the health listener: {mistake}");
    }

    private static bool IsDuration(TimeSpan duration) => duration > TimeSpan.Zero && duration <= Duration.Longest;

    private string? UnknownTag(HealthListenerOptions options)
    {
        var known = checks.Value.Registrations.SelectMany(check => check.Tags).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return options.Tags.FirstOrDefault(tag => !known.Contains(tag));
    }
}
