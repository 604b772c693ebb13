using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Platform.Tests.Support;

/// <summary>The engines that every persistence test runs on.</summary>
public enum DatabaseEngine
{
    Sqlite,
    Postgres,
}

/// <summary>One theory, every database: the test opens <see cref="TestDatabase.CreateAsync"/> with its argument.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryDatabaseAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([new TheoryDataRow(DatabaseEngine.Sqlite), new TheoryDataRow(DatabaseEngine.Postgres)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
