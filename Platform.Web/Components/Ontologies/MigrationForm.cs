using System.Globalization;
using Platform.Core.Ontologies.Migration;
using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;

namespace Platform.Web.Components.Ontologies;

/// <summary>A target as it stands in the form.</summary>
public sealed class TargetChoice
{
    /// <summary>Cannot be a key, which begins with a letter or digit.</summary>
    public const string Drop = "!drop";

    /// <summary>A key, <see cref="Drop"/>, or empty while undecided.</summary>
    public string Value { get; set; } = "";

    public bool Convert { get; set; }

    public bool IsDecided => Value.Length > 0;

    public static TargetChoice Of(MigrationTarget target) => new() { Value = target.Drop ? Drop : target.Class ?? "", Convert = target.Convert };

    public MigrationTarget ToTarget() => Value == Drop ? new MigrationTarget(Drop: true) : new MigrationTarget(IsDecided ? Value : null, Convert);
}

/// <summary>A branch as it stands in the form.</summary>
public sealed class BranchChoice
{
    public MigrationConditionKind Kind { get; set; }

    public string Attribute { get; set; } = "";

    public string Value { get; set; } = "";

    public string AreaPx { get; set; } = "1000";

    public ShapeType Shape { get; set; }

    public TargetChoice Target { get; } = new();

    public MigrationBranch ToBranch() => new(
        Kind switch
        {
            MigrationConditionKind.Attribute => new MigrationCondition(Kind, Attribute, Value.Length > 0 ? Value : null),
            MigrationConditionKind.Shape => new MigrationCondition(Kind, Shape: Shape),
            _ => new MigrationCondition(Kind, AreaPx: double.TryParse(AreaPx, NumberStyles.Float, CultureInfo.InvariantCulture, out var area) ? area : null),
        },
        Target.ToTarget());
}

/// <summary>A rule as it stands in the form.</summary>
public sealed class RuleChoice(LabelClassView source, int count)
{
    public LabelClassView Source { get; } = source;

    /// <summary>Shapes of the class in the dataset version.</summary>
    public int Count { get; } = count;

    public List<BranchChoice> Branches { get; } = [];

    public required TargetChoice Otherwise { get; init; }

    public IReadOnlyList<AttributeSpec> Attributes { get; } = AttributeSpec.Parse(source.Attributes);

    public IEnumerable<TargetChoice> Targets => Branches.Select(branch => branch.Target).Append(Otherwise);

    public bool IsDecided => Targets.All(target => target.IsDecided);
}

/// <summary>A line from a class to what it becomes.</summary>
/// <param name="From">Place among the classes of the older version.</param>
/// <param name="To">Place among those of the newer one; their number for shapes that are dropped.</param>
/// <param name="Count">Null until a preview has counted.</param>
public sealed record FlowLine(int From, int To, string Color, int? Count);

/// <summary>The plan of a migration while a person works on it; forgets its preview with every change, so that only what was seen can be applied.</summary>
public sealed class MigrationForm(IReadOnlyList<LabelClassView> from, IReadOnlyList<LabelClassView> to)
{
    public IReadOnlyList<LabelClassView> From { get; } = from;

    public IReadOnlyList<LabelClassView> To { get; } = to;

    public IReadOnlyList<RuleChoice> Rules { get; private init; } = [];

    public MigrationPreview? Preview { get; private set; }

    public bool IsDecided => Rules.All(rule => rule.IsDecided);

    public bool CanApply => Preview is { CanApply: true };

    public static MigrationForm Of(IReadOnlyList<LabelClassView> from, IReadOnlyList<LabelClassView> to, OntologyMigrationPlan plan, IReadOnlyDictionary<string, int> counts)
    {
        var rules = plan.Rules.ToDictionary(rule => rule.Source, StringComparer.OrdinalIgnoreCase);
        return new MigrationForm(from, to)
        {
            Rules = [.. from.Select(source => new RuleChoice(source, counts.GetValueOrDefault(source.Key)) { Otherwise = TargetChoice.Of(rules[source.Key].Otherwise) })],
        };
    }

    public OntologyMigrationPlan ToPlan() => new([.. Rules.Select(rule =>
        new ClassRule(rule.Source.Key, rule.Otherwise.ToTarget(), rule.Branches.Count > 0 ? [.. rule.Branches.Select(branch => branch.ToBranch())] : null))]);

    public void Seen(MigrationPreview preview) => Preview = preview;

    /// <summary>Something was changed: a preview of before tells nothing any more.</summary>
    public void Touch() => Preview = null;

    public void Choose(RuleChoice rule, TargetChoice target, string value)
    {
        target.Value = value;
        target.Convert = NeedsConversion(rule, target) && CanConvert(rule, target);
        Touch();
    }

    public void Split(RuleChoice rule)
    {
        rule.Branches.Add(new BranchChoice
        {
            Kind = rule.Attributes.Count > 0 ? MigrationConditionKind.Attribute : MigrationConditionKind.AreaBelow,
            Attribute = rule.Attributes.Count > 0 ? rule.Attributes[0].Name : "",
            Value = rule.Attributes is [{ Values: [var first, ..] }, ..] ? first : "",
        });
        Touch();
    }

    public bool NeedsConversion(RuleChoice rule, TargetChoice target) =>
        Find(target) is { } found && ShapeConversion.IsNeeded(rule.Source.ShapeType, rule.Source.KeypointSpec, found.ShapeType, found.KeypointSpec);

    public bool CanConvert(RuleChoice rule, TargetChoice target) => Find(target) is { } found && ShapeConversion.CanConvert(rule.Source.ShapeType, found.ShapeType);

    public LabelClassView? Find(TargetChoice target) => To.FirstOrDefault(row => row.Key == target.Value);

    /// <summary>One line for each target of each class, in the color of the class that it comes from.</summary>
    public IReadOnlyList<FlowLine> Lines() =>
    [
        .. Rules.SelectMany((rule, place) => rule.Targets.Select((target, branch) => (Target: PlaceOf(target), Count: CountOf(rule, branch)))
            .Where(line => line.Target is not null).GroupBy(line => line.Target!.Value)
            .Select(lines => new FlowLine(place, lines.Key, rule.Source.Color, lines.Any(line => line.Count is null) ? null : lines.Sum(line => line.Count)))),
    ];

    /// <summary>How many shapes a class of the newer version gets by the preview; their number of dropped ones for no class.</summary>
    public int? Arriving(LabelClassView? target) => Preview?.Flows.Where(flow => flow.TargetKey == target?.Key).Sum(flow => flow.Annotations);

    private int? PlaceOf(TargetChoice target) => target.Value switch
    {
        "" => null,
        TargetChoice.Drop => To.Count,
        _ => To.TakeWhile(row => row.Key != target.Value).Count(),
    };

    // A rule without branches takes all shapes of its class, which is known before any preview.
    private int? CountOf(RuleChoice rule, int place) => Preview is { } preview
        ? preview.Flows.Where(flow => flow.SourceKey == rule.Source.Key && (flow.Branch ?? rule.Branches.Count) == place).Sum(flow => flow.Annotations)
        : rule.Branches.Count == 0 ? rule.Count : null;
}
