using System.Reflection;
using Xunit.Sdk;

namespace HealthProbe.EndToEndTests.Running;

/// <summary>A row for each binary.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class BothAttribute(params object[] row) : DataAttribute
{
    public IReadOnlyList<object> Row => row;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Enum.GetValues<Edition>().Select(edition => (object[])[edition, .. row]);
}
