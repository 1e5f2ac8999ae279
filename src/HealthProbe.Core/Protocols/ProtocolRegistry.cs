using HealthProbe.Protocols.Amqp;
using HealthProbe.Protocols.File;
using HealthProbe.Protocols.Grpc;
using HealthProbe.Protocols.Http;
using HealthProbe.Protocols.Listen;
using HealthProbe.Protocols.Memcached;
using HealthProbe.Protocols.Mqtt;
using HealthProbe.Protocols.MySql;
using HealthProbe.Protocols.Nats;
using HealthProbe.Protocols.Postgres;
using HealthProbe.Protocols.Redis;
using HealthProbe.Protocols.Smtp;
using HealthProbe.Protocols.Ssh;
using HealthProbe.Protocols.Tcp;
using HealthProbe.Protocols.Unix;

namespace HealthProbe.Protocols;

/// <summary>The protocols that a program knows. Whatever depends on a scheme reads them here.</summary>
/// <param name="protocols">The definitions, in the order of the help.</param>
internal sealed class ProtocolRegistry(IReadOnlyList<Protocol> protocols)
{
    /// <summary>The protocols of the library.</summary>
    public static ProtocolRegistry Default { get; } = new(
    [
        TcpProtocol.Definition,
        UnixProtocol.Definition,
        ListenProtocol.Definition,
        FileProtocol.Definition,
        HttpProtocol.Definition,
        GrpcProtocol.Definition,
        PostgresProtocol.Definition,
        MySqlProtocol.Definition,
        RedisProtocol.Definition,
        AmqpProtocol.Definition,
        NatsProtocol.Definition,
        MemcachedProtocol.Definition,
        MqttProtocol.Definition,
        SmtpProtocol.Definition,
        SshProtocol.Definition,
    ]);

    public IReadOnlyList<Protocol> Protocols => protocols;

    /// <summary>Every scheme, for messages and completions.</summary>
    public IEnumerable<string> Schemes => protocols.SelectMany(protocol => protocol.Schemes).Select(scheme => scheme.Name);

    /// <summary>The same protocols and one more.</summary>
    public ProtocolRegistry With(Protocol protocol) => new([.. protocols, protocol]);

    /// <summary>Finds the protocol of a scheme.</summary>
    /// <returns>The definition and its scheme; nulls if the scheme is unknown.</returns>
    public (Protocol? Protocol, Scheme? Scheme) Find(string name)
    {
        foreach (Protocol protocol in protocols)
        {
            foreach (Scheme scheme in protocol.Schemes)
            {
                if (scheme.Name == name)
                {
                    return (protocol, scheme);
                }
            }
        }

        return default;
    }

    /// <summary>Whether options of this use have an effect on a target.</summary>
    public bool Offers(Target target, ProbeOptions options, OptionUse use) => Find(target.Scheme) is ({ } protocol, { } scheme)
        && (use == OptionUse.Tls ? scheme.IsTls || protocol.UsesTls?.Invoke(target, options) == true : protocol.Uses.HasFlag(use));

    /// <summary>The schemes, for a message, of targets on which options of this use have an effect.</summary>
    public IReadOnlyList<string> SchemesFor(OptionUse use) => use == OptionUse.Tls
        ? [.. protocols.SelectMany(protocol => protocol.Schemes).Where(scheme => scheme.IsTls).Select(scheme => scheme.Name),
            .. protocols.Where(protocol => protocol.TlsExample is not null).Select(protocol => $"{protocol.Schemes[0].Name} (with {protocol.TlsExample})")]
        : [.. protocols.Where(protocol => protocol.Uses.HasFlag(use)).SelectMany(protocol => protocol.Schemes).Select(scheme => scheme.Name)];

    /// <summary>Creates the probe of a target.</summary>
    /// <exception cref="ArgumentException">The target's scheme is not registered here.</exception>
    public IProbe CreateProbe(Target target, ProbeOptions options) => Find(target.Scheme) is ({ } protocol, { } scheme)
        ? protocol.CreateProbe(new Check(target, options, scheme.IsTls, protocol.TlsSchemeOf(scheme.Name)))
        : throw new ArgumentException($"unknown scheme {target.Scheme}", nameof(target));
}
