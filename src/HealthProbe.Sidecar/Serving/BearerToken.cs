using System.Security.Cryptography;
using System.Text;

namespace HealthProbe.Sidecar.Serving;

/// <summary>The token that opens the details (RFC 6750). Compared in a time that says nothing about it, not even its length.</summary>
internal sealed class BearerToken(string token)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Whether an Authorization header holds it.</summary>
    public bool IsIn(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim())), _hash);
}
