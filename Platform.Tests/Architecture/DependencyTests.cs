using System.Reflection;
using Platform.Core.Shared;

namespace Platform.Tests.Architecture;

public sealed class DependencyTests
{
    private static readonly Assembly s_core = typeof(Ids).Assembly;
    private static readonly Assembly s_training = Assembly.Load("Platform.Training");
    private static readonly Assembly s_web = Assembly.Load("Platform.Web");

    public static TheoryData<string> RuleNames => [.. typeof(Rules).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Rule_OnTheProduct_FindsNothing(string rule)
    {
        var types = rule switch
        {
            nameof(Rules.BannedMembers) => Types(s_core, s_training),
            nameof(Rules.TrainerIsPlain) => Types(s_training),
            _ => Types(s_core, s_training, s_web),
        };
        Violations(rule, types).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Rule_OnItsDeliberateViolation_FindsIt(string rule) => Violations(rule, ViolatingTypes()).Should().NotBeEmpty();

    [Fact]
    public void Projects_ReferToEachOther_OnlyDownwards()
    {
        PlatformReferences(s_core).Should().BeEmpty();
        PlatformReferences(s_training).Should().BeSubsetOf(["Platform.Core"]);
        PlatformReferences(s_web).Should().BeSubsetOf(["Platform.Core", "Platform.Training"]);
    }

    private static IEnumerable<string> Violations(string rule, IEnumerable<Type> types) =>
        ((IEnumerable<string>)typeof(Rules).GetMethod(rule)!.Invoke(null, [types])!).Distinct();

    private static IEnumerable<Type> ViolatingTypes() => typeof(Rules).Assembly.GetTypes()
        .Where(type => type.Namespace is { } name && (name.StartsWith("Platform.Tests.Architecture.Violations", StringComparison.Ordinal) || name == "Platform.Training.Trainer"));

    // Nested and compiler-made types are read with the type they belong to; generated code answers to its generator.
    private static IEnumerable<Type> Types(params Assembly[] assemblies) => assemblies.SelectMany(assembly => assembly.GetTypes())
        .Where(type => !type.IsNested && type.Namespace?.StartsWith("Platform", StringComparison.Ordinal) == true);

    private static IEnumerable<string> PlatformReferences(Assembly assembly) => assembly.GetReferencedAssemblies()
        .Select(name => name.Name!).Where(name => name.StartsWith("Platform", StringComparison.Ordinal));
}
