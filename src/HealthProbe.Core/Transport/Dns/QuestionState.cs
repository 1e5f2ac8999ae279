namespace HealthProbe.Transport.Dns;

/// <summary>Where a question is with one name server.</summary>
internal enum QuestionState
{
    NotSent,
    Sent,
    SentOverTcp,
    Failed,
}
