namespace HealthProbe.Sidecar.Settings;

/// <summary>What a signed gauge value means: <c>+2</c> is a change in StatsD, and the number 2 in DogStatsD.</summary>
internal enum GaugeSigns
{
    Delta,
    Absolute,
}
