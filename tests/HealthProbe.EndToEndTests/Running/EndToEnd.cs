namespace HealthProbe.EndToEndTests.Running;

/// <summary>One group, so that the binaries are made once, and nothing else runs while a test measures time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EndToEnd : ICollectionFixture<PublishedBinaries>
{
    public const string Name = "end to end";
}
