namespace HealthProbe.EndToEndTests.Running;

/// <summary>
/// A test of the native binary. It is skipped, with the reason, where the binary cannot be made or another need is missing.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeFactAttribute : FactAttribute
{
    public NativeFactAttribute(params string[] needs)
    {
        Needs = needs;
        Skip = Need.FirstMissing([Need.NativeBinary, .. needs]);
    }

    public IReadOnlyList<string> Needs { get; }
}
