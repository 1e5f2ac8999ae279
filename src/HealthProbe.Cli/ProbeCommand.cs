namespace HealthProbe.Cli;

/// <summary>Asks the targets once and answers with the exit code.</summary>
internal static class ProbeCommand
{
    public static int Run(ProbeSettings settings)
    {
        var prober = new Prober();
        Target target = settings.Targets[0];
        Outcome outcome = prober.Probe(ProbeFactory.Create(target), settings.Timeout);
        bool isSilent = settings.Quiet || (outcome.IsHealthy && !settings.Verbose && settings.Output == OutputFormat.Text);
        if (!isSilent)
        {
            StandardStream.Output.WriteLine(settings.Output == OutputFormat.Json ? OutcomeWriter.Json(target, outcome) : OutcomeWriter.Text(target, outcome));
        }

        return outcome.IsHealthy ? ExitCode.Healthy : ExitCode.Unhealthy;
    }
}
