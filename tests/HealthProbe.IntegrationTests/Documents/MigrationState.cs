namespace HealthProbe.IntegrationTests.Documents;

/// <summary>How a server may be, in the order of the columns of docs/migration.md.</summary>
public enum MigrationState
{
    Up,
    Nobody,
    Silent,
    NotReady,
}
