using System.Text.Json;
using HealthProbe.Cli;

namespace HealthProbe.Tests;

internal static class SettingsText
{
    /// <summary>All that the settings hold, lists included, which records compare by reference.</summary>
    public static string Of(ProbeSettings settings) => JsonSerializer.Serialize(settings);
}
