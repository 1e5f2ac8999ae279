namespace HealthProbe.Http;

/// <summary>What to try for the status codes whose cause is usually the probe's own request.</summary>
internal static class StatusHint
{
    public static string Of(int status) => status switch
    {
        400 => " (does the server refuse this Host? write -H 'Host: name')",
        401 => " (write --user name:password, or allow this path)",
        405 => " (write --method for another one)",
        _ => "",
    };
}
