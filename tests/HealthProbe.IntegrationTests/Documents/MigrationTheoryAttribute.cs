using HealthProbe.IntegrationTests.Servers;

namespace HealthProbe.IntegrationTests.Documents;

/// <summary>A test of the tools that healthprobe takes the place of, as Debian has them, against real servers.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MigrationTheoryAttribute : TheoryAttribute
{
    private static readonly (string Program, string Package)[] Needs =
    [
        ("curl", "curl"), ("wget", "wget"), ("busybox", "busybox"), ("nc", "netcat-openbsd"), ("wait-for-it", "wait-for-it"), ("etcd", "etcd-server"),
        ("pg_isready", "postgresql-client"), (PostgresServer.Program, PostgresServer.Package), ("mysqladmin", "mariadb-client"), (MariaDb.Program, MariaDb.Package),
        ("redis-cli", "redis-tools"), (RedisServer.Program, "redis-server"),
    ];

    public MigrationTheoryAttribute() => Skip = Needs.Where(need => Installed.Find(need.Program) is null)
        .Select(need => Requirement.Skip(false, $"there is no {need.Program} here: apt-get install {need.Package}")).FirstOrDefault();
}
