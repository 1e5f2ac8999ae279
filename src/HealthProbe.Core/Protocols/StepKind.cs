namespace HealthProbe.Protocols;

internal enum StepKind
{
    Read,
    Send,
    StartTls,
    Complete,
    Unexpected,
}
