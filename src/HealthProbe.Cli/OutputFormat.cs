namespace HealthProbe.Cli;

internal enum OutputFormat
{
    Text,
    Json,
}
