using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Migration;

/// <summary>A target with its class found.</summary>
/// <param name="Class">Null where the shapes are dropped.</param>
internal sealed record FoundTarget(LabelClass? Class, bool Convert);

/// <summary>A rule with its classes found.</summary>
internal sealed record FoundRule(LabelClass Source, IReadOnlyList<(MigrationCondition When, FoundTarget Then)> Branches, FoundTarget Otherwise)
{
    /// <summary>Null is the otherwise.</summary>
    public FoundTarget TargetOf(int? branch) => branch is { } place ? Branches[place].Then : Otherwise;
}

/// <summary>A plan checked against both ontology versions.</summary>
internal sealed class MigrationRules
{
    private const int MaxBranches = 20;
    private readonly Dictionary<Guid, FoundRule> _rules = [];
    private readonly Dictionary<Guid, int> _sources;

    /// <summary>Throws a <see cref="DomainRuleException"/> that names the first rule that cannot be followed.</summary>
    public MigrationRules(OntologyMigrationPlan plan, IReadOnlyList<LabelClass> from, IReadOnlyList<LabelClass> to)
    {
        var rules = plan.Rules ?? [];
        foreach (var rule in rules)
        {
            var source = Find(from, rule.Source, "source");
            if (!_rules.TryAdd(source.Id, Found(source, rule, to)))
            {
                throw Invalid(source.Key, "it stands twice in the plan");
            }
        }

        if (from.FirstOrDefault(source => !_rules.ContainsKey(source.Id)) is { } missing)
        {
            throw Undecided(missing.Key);
        }

        _sources = _rules.Values
            .SelectMany(rule => rule.Branches.Select(branch => branch.Then).Append(rule.Otherwise).Where(target => target.Class is not null).Select(target => (Target: target.Class!.Id, Source: rule.Source.Id)))
            .Distinct().GroupBy(pair => pair.Target).ToDictionary(group => group.Key, group => group.Count());
    }

    public IEnumerable<FoundRule> All => _rules.Values;

    /// <summary>Whether any rule asks for an area or converts; masks are long, and are not read in vain.</summary>
    public bool NeedGeometry => All.Any(rule => rule.Otherwise.Convert || rule.Branches.Any(branch => branch.Then.Convert || branch.When.Kind is MigrationConditionKind.AreaBelow or MigrationConditionKind.AreaAbove));

    public FoundRule? Find(Guid sourceClassId) => _rules.GetValueOrDefault(sourceClassId);

    public MigrationEffect EffectOf(FoundRule rule, LabelClass? target) => target switch
    {
        null => MigrationEffect.Drop,
        _ when rule.Branches.Count > 0 => MigrationEffect.Split,
        _ when _sources[target.Id] > 1 => MigrationEffect.Merge,
        _ when target.Key == rule.Source.Key && target.DisplayName == rule.Source.DisplayName => MigrationEffect.Keep,
        _ => MigrationEffect.Rename,
    };

    private static FoundRule Found(LabelClass source, ClassRule rule, IReadOnlyList<LabelClass> to)
    {
        if (rule.Splits.Count > MaxBranches)
        {
            throw Invalid(source.Key, $"a rule has at most {MaxBranches} branches");
        }

        return new FoundRule(source, [.. rule.Splits.Select(branch => (Checked(source, branch.When), Target(source, branch.Then, to)))], Target(source, rule.Otherwise, to));
    }

    private static FoundTarget Target(LabelClass source, MigrationTarget? target, IReadOnlyList<LabelClass> to)
    {
        if (target is null || (target.Class is null && !target.Drop))
        {
            throw Undecided(source.Key);
        }

        if (target.Class is not null && target.Drop)
        {
            throw Invalid(source.Key, "a shape cannot both be dropped and get a class");
        }

        return new FoundTarget(target.Class is { } key ? Find(to, key, "target") : null, target.Convert);
    }

    private static MigrationCondition Checked(LabelClass source, MigrationCondition? condition) => condition switch
    {
        { Kind: MigrationConditionKind.Attribute, Attribute.Length: > 0 } => condition,
        { Kind: MigrationConditionKind.AreaBelow or MigrationConditionKind.AreaAbove, AreaPx: > 0 } when double.IsFinite(condition.AreaPx.Value) => condition,
        { Kind: MigrationConditionKind.Shape } => condition,
        { Kind: MigrationConditionKind.Attribute } => throw Invalid(source.Key, "a branch names no attribute"),
        _ => throw Invalid(source.Key, "a branch by size needs an area above 0 square pixels"),
    };

    private static LabelClass Find(IReadOnlyList<LabelClass> classes, string? key, string which) =>
        classes.FirstOrDefault(candidate => string.Equals(candidate.Key, key, StringComparison.OrdinalIgnoreCase)) ?? throw new DomainRuleException(
            "migration.class_unknown", $"The plan's {which} class '{key}' is not in the ontology version it is meant for. Reload the page and choose again.", key ?? "");

    private static DomainRuleException Undecided(string key) =>
        new("migration.undecided", $"The plan does not say what becomes of '{key}'. Choose a class for it, or drop its shapes.", key);

    private static DomainRuleException Invalid(string key, string why) => new("migration.rule_invalid", $"The rule for '{key}' cannot be followed: {why}.", key, why);
}
