namespace HealthProbe.Sidecar.Settings;

/// <summary>How often a setting is written, and what it is in JSON.</summary>
internal enum SettingKind
{
    /// <summary>Once; a string.</summary>
    Text,

    /// <summary>Once; a whole number.</summary>
    Number,

    /// <summary>A flag without a value; a boolean.</summary>
    Switch,

    /// <summary>A flag that counts how often it is written; a whole number.</summary>
    Count,

    /// <summary>Several times; an array. In a variable, white space separates.</summary>
    List,

    /// <summary>Once, as a sum of names; a string, or an array of the names.</summary>
    Sum,
}
