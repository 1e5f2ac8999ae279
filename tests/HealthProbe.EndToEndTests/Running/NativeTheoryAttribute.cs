namespace HealthProbe.EndToEndTests.Running;

/// <summary>As <see cref="NativeFactAttribute"/>, with rows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeTheoryAttribute : TheoryAttribute
{
    public NativeTheoryAttribute(params string[] needs)
    {
        Needs = needs;
        Skip = Need.FirstMissing([Need.NativeBinary, .. needs]);
    }

    public IReadOnlyList<string> Needs { get; }
}
