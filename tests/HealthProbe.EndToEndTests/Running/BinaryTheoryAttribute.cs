using Xunit.Sdk;

namespace HealthProbe.EndToEndTests.Running;

/// <summary>A test of both binaries. Its rows for the native one are skipped, with the reason, where that cannot be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("HealthProbe.EndToEndTests.Running.BinaryTheoryDiscoverer", "HealthProbe.EndToEndTests")]
public sealed class BinaryTheoryAttribute : TheoryAttribute;
