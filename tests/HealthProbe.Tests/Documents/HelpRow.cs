namespace HealthProbe.Tests.Documents;

/// <summary>A line of the help: what may be written, and what it means; the meaning is empty where the line has none.</summary>
internal sealed record HelpRow(string Syntax, string Meaning);
