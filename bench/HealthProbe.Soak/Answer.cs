namespace HealthProbe.Soak;

/// <summary>What a process printed and cost.</summary>
internal sealed record Answer(int ExitCode, TimeSpan Elapsed, long PeakBytes, string Output);
