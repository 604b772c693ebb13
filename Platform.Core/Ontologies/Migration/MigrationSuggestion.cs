using Platform.Core.Ontologies.Model;

namespace Platform.Core.Ontologies.Migration;

/// <summary>A plan to begin with, read off keys and names; what cannot be told stays undecided, never dropped.</summary>
public static class MigrationSuggestion
{
    public static OntologyMigrationPlan Of(IReadOnlyList<LabelClass> from, IReadOnlyList<LabelClass> to) => new([.. from.Select(source => new ClassRule(source.Key, TargetOf(source, to)))]);

    private static MigrationTarget TargetOf(LabelClass source, IReadOnlyList<LabelClass> to)
    {
        var target = to.FirstOrDefault(candidate => Same(candidate.Key, source.Key)) ?? Only(to, candidate => Same(candidate.DisplayName, source.DisplayName));
        return target is null || !ShapeConversion.Fits(source, target) ? new MigrationTarget() : new MigrationTarget(target.Key, ShapeConversion.IsNeeded(source, target));
    }

    private static LabelClass? Only(IReadOnlyList<LabelClass> classes, Func<LabelClass, bool> wanted) => classes.Where(wanted).Take(2).ToList() is [var only] ? only : null;

    private static bool Same(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
