namespace HealthProbe.Cli.FastPath;

/// <summary>What a response is so far.</summary>
internal enum ResponseState
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>Healthy.</summary>
    Healthy,

    /// <summary>For the command to judge.</summary>
    Other,
}
