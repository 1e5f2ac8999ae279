namespace HealthProbe.Tests;

/// <summary>A probe that answers when the test says so, and shows the token that it was given.</summary>
internal sealed class AnswerLater : IProbe
{
    private readonly TaskCompletionSource<Outcome> _answer = new();

    public Attempt Attempt { get; private set; } = new();

    public CancellationToken Token { get; private set; }

    public void Answer(Outcome outcome) => _answer.SetResult(outcome);

    public void AnswerWhenCancelled(Outcome outcome) => Token.Register(() => _answer.SetResult(outcome));

    public void ConcludeWhenCancelled(Outcome outcome) => Token.Register(() => Attempt.Conclude(outcome));

    public void ThrowWhenCancelled() => Token.Register(() => _answer.SetCanceled(Token));

    bool IProbe.NeverBlocks => true;

    public ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        Attempt = attempt;
        Token = cancellationToken;
        return new ValueTask<Outcome>(_answer.Task);
    }
}
