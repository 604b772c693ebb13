using Platform.Core.Shared;

namespace Platform.Training.Incremental;

/// <summary>The classes of a child network in the order of its outputs: its parent's first, in their order, so that a class keeps its index for ever.</summary>
/// <param name="Keys">All of them.</param>
/// <param name="ParentCount">How many of them, from the first on, the parent has outputs for.</param>
/// <param name="Untaught">Indexes of those that the parent has an output for but never saw: new all the same.</param>
public sealed record GrownClasses(IReadOnlyList<string> Keys, int ParentCount, IReadOnlyList<int> Untaught)
{
    /// <summary>Indexes of what the parent can tell.</summary>
    public IReadOnlyList<int> Old => [.. Enumerable.Range(0, ParentCount).Except(Untaught)];

    /// <summary>Indexes of what only people can tell.</summary>
    public IReadOnlyList<int> New => [.. Untaught.Concat(Enumerable.Range(ParentCount, Keys.Count - ParentCount)).Order()];

    public IReadOnlyList<string> OldKeys => [.. Old.Select(index => Keys[index])];

    public IReadOnlyList<string> NewKeys => [.. New.Select(index => Keys[index])];

    /// <summary>By class: 0 for old ones, 1 for new ones.</summary>
    public IReadOnlyList<int> Groups
    {
        get
        {
            var fresh = New.ToHashSet();
            return [.. Enumerable.Range(0, Keys.Count).Select(index => fresh.Contains(index) ? 1 : 0)];
        }
    }

    /// <param name="parent">Keys of the parent's outputs in their order.</param>
    /// <param name="taught">Those of them that its data had labels of.</param>
    /// <param name="data">Keys of the ontology that the child's data has, in any order.</param>
    /// <exception cref="DomainRuleException">The data's ontology lacks a class of the parent.</exception>
    public static GrownClasses Of(IReadOnlyList<string> parent, IReadOnlyCollection<string> taught, IReadOnlyList<string> data)
    {
        var lost = parent.Except(data).ToList();
        if (lost.Count > 0)
        {
            throw new DomainRuleException(
                "incremental.class_missing", $"The ontology of this data lacks classes of the parent: {string.Join(", ", lost)}. Add them to the ontology with the same keys and kinds of shape, or train without a parent.",
                string.Join(", ", lost));
        }

        return new GrownClasses(
            [.. parent, .. data.Except(parent)], parent.Count, [.. Enumerable.Range(0, parent.Count).Where(index => !taught.Contains(parent[index]))]);
    }
}
