using Platform.Core.Ontologies.Model;

namespace Platform.Core.Ontologies.Comparison;

/// <summary>A class as it is compared.</summary>
/// <param name="Index">Its place, which is its index in exports and models.</param>
public sealed record ComparedClass(int Index, string Key, string DisplayName, ShapeType? ShapeType, string Color, string? KeypointSpec, string? Attributes)
{
    public static ComparedClass Of(LabelClass row, int index) => new(index, row.Key, row.DisplayName, row.ShapeType, row.Color, row.KeypointSpec, row.Attributes);
}

/// <summary>What became of a class.</summary>
public enum ClassFate
{
    Same,
    Changed,
    Added,
    Removed,
}

/// <summary>One way in which a class differs.</summary>
public enum ClassChange
{
    /// <summary>Same key, other name.</summary>
    Renamed,

    /// <summary>Another key for what is the same class by its name, or by place, shape and color.</summary>
    Rekeyed,
    Recolored,
    Reshaped,
    Attributes,
    Skeleton,

    /// <summary>Another index: models trained on one version do not count classes as the other does.</summary>
    Moved,
}

/// <summary>A class of one or both versions.</summary>
/// <param name="Details">Names of attributes and points that differ: <c>+new</c>, <c>-gone</c>, <c>~changed</c>.</param>
public sealed record ClassDiff(ClassFate Fate, ComparedClass? Before, ComparedClass? After, IReadOnlyList<ClassChange> Changes, IReadOnlyList<string> Details);

/// <summary>What differs between two ontology versions; depends on their classes alone.</summary>
public sealed record OntologyDiff(IReadOnlyList<ClassDiff> Classes)
{
    public bool IsSame => Classes.All(item => item.Fate == ClassFate.Same);

    /// <summary>In the order of the later version; classes removed stand where they stood.</summary>
    public static OntologyDiff Between(IReadOnlyList<ComparedClass> before, IReadOnlyList<ComparedClass> after)
    {
        var partners = Partners(before, after);
        var rows = after.Select(row => (Place: (double)row.Index, Diff: Compare(partners.GetValueOrDefault(row), row)))
            .Concat(before.Where(row => !partners.ContainsValue(row)).Select(row => (Place: row.Index - 0.5, Diff: new ClassDiff(ClassFate.Removed, row, null, [], []))));
        return new OntologyDiff([.. rows.OrderBy(row => row.Place).Select(row => row.Diff)]);
    }

    /// <summary>The class of the earlier version for each of the later one's that was there before: by key, else by name, else by place, shape and color.</summary>
    private static Dictionary<ComparedClass, ComparedClass> Partners(IReadOnlyList<ComparedClass> before, IReadOnlyList<ComparedClass> after)
    {
        var partners = new Dictionary<ComparedClass, ComparedClass>(ReferenceEqualityComparer.Instance);
        Func<ComparedClass, ComparedClass, bool>[] likenesses =
        [
            (one, other) => Same(one.Key, other.Key),
            (one, other) => Same(one.DisplayName, other.DisplayName),
            (one, other) => one.Index == other.Index && one.ShapeType == other.ShapeType && Same(one.Color, other.Color),
        ];
        foreach (var alike in likenesses)
        {
            foreach (var row in after.Where(row => !partners.ContainsKey(row)))
            {
                var candidates = before.Where(other => !partners.ContainsValue(other) && alike(other, row)).Take(2).ToList();
                if (candidates.Count == 1)
                {
                    partners[row] = candidates[0];
                }
            }
        }

        return partners;
    }

    private static ClassDiff Compare(ComparedClass? before, ComparedClass after)
    {
        if (before is null)
        {
            return new ClassDiff(ClassFate.Added, null, after, [], []);
        }

        var attributes = AttributeDetails(before, after).ToList();
        var (skeletonDiffers, points) = SkeletonDetails(before, after);
        (ClassChange Change, bool IsMade)[] changes =
        [
            (ClassChange.Renamed, before.Key == after.Key && before.DisplayName != after.DisplayName),
            (ClassChange.Rekeyed, before.Key != after.Key),
            (ClassChange.Recolored, !Same(before.Color, after.Color)),
            (ClassChange.Reshaped, before.ShapeType != after.ShapeType),
            (ClassChange.Attributes, attributes.Count > 0),
            (ClassChange.Skeleton, skeletonDiffers),
            (ClassChange.Moved, before.Index != after.Index),
        ];
        ClassChange[] made = [.. changes.Where(change => change.IsMade).Select(change => change.Change)];
        return new ClassDiff(made.Length > 0 ? ClassFate.Changed : ClassFate.Same, before, after, made, [.. attributes, .. points]);
    }

    private static IEnumerable<string> AttributeDetails(ComparedClass before, ComparedClass after)
    {
        var old = AttributeSpec.Parse(before.Attributes);
        var now = AttributeSpec.Parse(after.Attributes);
        foreach (var spec in now)
        {
            var was = old.FirstOrDefault(candidate => candidate.Name == spec.Name);
            if (was is null || AttributeSpec.ToJson([was]) != AttributeSpec.ToJson([spec]))
            {
                yield return (was is null ? "+" : "~") + spec.Name;
            }
        }

        foreach (var spec in old.Where(spec => now.All(candidate => candidate.Name != spec.Name)))
        {
            yield return "-" + spec.Name;
        }

        // Only their order differs; the canvas asks in it.
        if (!old.Select(spec => spec.Name).SequenceEqual(now.Select(spec => spec.Name)) && old.Select(spec => spec.Name).Order(StringComparer.Ordinal).SequenceEqual(now.Select(spec => spec.Name).Order(StringComparer.Ordinal)))
        {
            yield return "~" + string.Join(", ", now.Select(spec => spec.Name));
        }
    }

    private static (bool Differs, IReadOnlyList<string> Details) SkeletonDetails(ComparedClass before, ComparedClass after)
    {
        var old = before.KeypointSpec is { } spec ? KeypointSpec.Parse(spec) : null;
        var now = after.KeypointSpec is { } other ? KeypointSpec.Parse(other) : null;
        if (old?.ToJson() == now?.ToJson())
        {
            return (false, []);
        }

        var oldNames = old?.Names ?? [];
        var names = now?.Names ?? [];
        return (true, [.. names.Except(oldNames).Select(name => "+" + name), .. oldNames.Except(names).Select(name => "-" + name)]);
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
