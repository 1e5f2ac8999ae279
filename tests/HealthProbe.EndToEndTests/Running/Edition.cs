namespace HealthProbe.EndToEndTests.Running;

/// <summary>The two ways that the program is shipped.</summary>
public enum Edition
{
    /// <summary>What publish.sh makes: native and fully static.</summary>
    Native,

    /// <summary>What plain <c>dotnet publish</c> makes: trimmed, with its own runtime.</summary>
    SingleFile,
}
