using HealthProbe.Postgres;
using HealthProbe.Probes;
using HealthProbe.Protocols.Grpc;
using HealthProbe.Protocols.Http;

namespace HealthProbe;

/// <summary>The one table from a scheme to its probe.</summary>
public static class ProbeFactory
{
    /// <summary>Every scheme.</summary>
    internal static readonly string[] AllSchemes =
    [
        "tcp", "unix", "listen", "file", "http", "https", "grpc", "grpcs", "postgres", "postgresql", "mysql", "mariadb",
        "redis", "rediss", "amqp", "amqps", "nats", "memcached", "mqtt", "mqtts", "smtp", "smtps",
    ];

    /// <summary>Every scheme, for messages.</summary>
    internal static string Schemes => $"{string.Join(", ", AllSchemes[..^1])} or {AllSchemes[^1]}";

    /// <summary>The schemes of protocols inside TLS.</summary>
    internal static readonly string[] TlsSchemes = ["https", "grpcs", "amqps", "mqtts", "smtps", "rediss"];

    /// <summary>Makes the probe for a target, with the usual options.</summary>
    public static IProbe Create(Target target) => Create(target, new ProbeOptions());

    /// <summary>Makes the probe for a target.</summary>
    public static IProbe Create(Target target, ProbeOptions options) => target.Scheme switch
    {
        "tcp" when options.Expect.IsEmpty => new TcpProbe(target, options),
        "tcp" or "unix" => new SocketProbe(target, options),
        "listen" => new ListenProbe(target, options),
        "file" => new FileProbe(target, options),
        "http" or "https" => new HttpProbe(target, options),
        "grpc" or "grpcs" => GrpcProtocol.CreateProbe(target, options),
        "amqp" or "amqps" => new AmqpProbe(target, options),
        "nats" => new NatsProbe(target, options),
        "mqtt" or "mqtts" => new MqttProbe(target, options),
        "mysql" or "mariadb" => new MySqlProbe(target, options),
        "memcached" => new MemcachedProbe(target, options),
        "smtp" or "smtps" => new SmtpProbe(target, options),
        "postgres" or "postgresql" => new PostgresProbe(target, options),
        "redis" or "rediss" => new RedisProbe(target, options),
        _ => throw new ArgumentException($"no probe for the scheme {target.Scheme}", nameof(target)),
    };

    /// <summary>The port of a scheme when none is written, or null for an unknown scheme.</summary>
    internal static int? DefaultPort(string scheme) => scheme switch
    {
        "tcp" or "listen" => Target.DefaultPort,
        "http" => 80,
        "https" => 443,
        "grpc" or "grpcs" => 50051,
        "amqp" => 5672,
        "amqps" => 5671,
        "nats" => 4222,
        "mqtt" => 1883,
        "mqtts" => 8883,
        "mysql" or "mariadb" => 3306,
        "memcached" => 11211,
        "smtp" => 25,
        "smtps" => 465,
        "postgres" or "postgresql" => 5432,
        "redis" or "rediss" => 6379,
        _ => null,
    };

    /// <summary>Whether a target of this scheme says more than a host and a port.</summary>
    internal static bool HasPath(string scheme) =>
        scheme is "http" or "https" or "grpc" or "grpcs" or "postgres" or "postgresql" or "mysql" or "mariadb" or "redis" or "rediss" or "amqp" or "amqps";

    /// <summary>Whether <c>scheme://:port</c> means this machine, as the addresses of listeners are written.</summary>
    internal static bool TakesPortAlone(string scheme) => scheme is "tcp" or "listen" or "grpc" or "grpcs";

    /// <summary>Whether a target of this scheme is a path in place of a host and a port.</summary>
    internal static bool IsPath(string scheme) => scheme is "unix" or "file";

    /// <summary>Whether a target is asked inside TLS.</summary>
    internal static bool IsSecured(Target target) => TlsSchemes.Contains(target.Scheme) || (IsPostgres(target) && new PostgresUrl(target).IsSecured);

    /// <summary>What is wrong with what a target says besides its host and port, and what to write instead; null when nothing is.</summary>
    internal static string? MistakeIn(Target target) => IsPostgres(target) ? new PostgresUrl(target).Mistake
        : target.Scheme is "grpc" or "grpcs" ? GrpcProtocol.FindError(target)
        : null;

    private static bool IsPostgres(Target target) => target.Scheme is "postgres" or "postgresql";
}
