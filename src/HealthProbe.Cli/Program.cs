using System.Diagnostics.CodeAnalysis;

namespace HealthProbe.Cli;

internal static class Program
{
    // The linker makes FastPath/entry.c the entry point, which calls this method: nothing in C# does.
    [DynamicDependency(nameof(FastPath.EntryPoint.Run), typeof(FastPath.EntryPoint))]
    private static int Main(string[] args)
    {
        try
        {
            return ShortRoad.TryRead(args, Environment.GetEnvironmentVariable, out Target? target)
                ? ProbeCommand.Run(new ProbeSettings { Targets = [target] })
                : RunParsed(args);
        }
        catch (OutOfMemoryException)
        {
            StandardStream.Error.WriteLine($"healthprobe: {LackOfThreads.Text}");
            return ExitCode.Unhealthy;
        }
#pragma warning disable CA1031 // The last line of defence catches everything, once.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // Whatever went wrong, nobody has been found healthy, and a container's health log needs one line, not a stack trace.
            StandardStream.Error.WriteLine($"healthprobe: internal error: {e.GetType().Name}");
            return ExitCode.Unhealthy;
        }
    }

    private static int RunParsed(string[] args)
    {
        Invocation invocation = args is [CommandLine.ListenName, .. string[] rest]
            ? new ListenCommandLine(Environment.GetEnvironmentVariable).Read(rest)
            : new CommandLine(Environment.GetEnvironmentVariable).Read(args);
        switch (invocation)
        {
            case Invocation.Probe probe:
                if (probe.Settings is { WaitsForDefaultTarget: true, Quiet: false })
                {
                    StandardStream.Error.WriteLine($"healthprobe: no target is given; waiting for {probe.Settings.Targets[0]}");
                }

                return ProbeCommand.Run(probe.Settings);

            case Invocation.Listen listen:
                return ListenCommand.Run(listen.Settings);

            case Invocation.Print print:
                StandardStream.Output.WriteLine(print.Text);
                return ExitCode.Healthy;

            case Invocation.Mistake mistake:
                StandardStream.Error.WriteLine($"healthprobe: {WorkflowCommands.DefuseInline(mistake.Text)}");
                return ExitCode.Unhealthy;

            default:
                throw new InvalidOperationException();
        }
    }
}
