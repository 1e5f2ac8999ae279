namespace HealthProbe.Transport.Dns;

/// <summary>What the name servers answered to one question.</summary>
internal enum AnswerKind
{
    /// <summary>Nothing so far.</summary>
    None,
    Addresses,

    NoName,

    /// <summary>The name exists, without an address of that family.</summary>
    NoAddress,

    /// <summary>No server can answer.</summary>
    Failed,
}
