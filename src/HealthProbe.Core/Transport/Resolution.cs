using System.Net;

namespace HealthProbe.Transport;

/// <summary>The result of a lookup.</summary>
/// <param name="Addresses">At least one, or none if there is an error.</param>
/// <param name="Error">Why there is no address, such as <c>no such name: db (10.0.0.2)</c>; null if there is one.</param>
internal sealed record Resolution(IReadOnlyList<IPAddress> Addresses, string? Error);
