namespace HealthProbe.Cli;

internal enum OutputFormat
{
    Text,
    Json,

    /// <summary>Text with the verdict as an annotation of a GitHub Actions workflow.</summary>
    GitHub,
}
