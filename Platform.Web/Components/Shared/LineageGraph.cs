namespace Platform.Web.Components.Shared;

/// <summary>A version in the graph: its row, newest at the top, and its lane, counted from the left.</summary>
public sealed record LineageNode<TVersion>(TVersion Version, Guid Id, int Row, int Lane);

/// <summary>From a version to the one that it was made from.</summary>
public sealed record LineageEdge<TVersion>(LineageNode<TVersion> Child, LineageNode<TVersion> Parent);

/// <summary>Lays versions out as a graph of lines: the first child of a version goes on in its lane, every further one opens a lane of its own.</summary>
public sealed class LineageGraph<TVersion>
{
    /// <param name="versions">In any order.</param>
    /// <param name="idOf">Ids are time-ordered.</param>
    /// <param name="parentOf">Null for a version that was made from none.</param>
    public LineageGraph(IEnumerable<TVersion> versions, Func<TVersion, Guid> idOf, Func<TVersion, Guid?> parentOf)
    {
        var oldestFirst = versions.OrderBy(idOf).ToList();
        var nodes = new Dictionary<Guid, LineageNode<TVersion>>();
        var continued = new HashSet<Guid>();
        foreach (var (index, version) in oldestFirst.Index())
        {
            var parent = parentOf(version) is { } id ? nodes.GetValueOrDefault(id) : null;
            var lane = parent is not null && continued.Add(parent.Id) ? parent.Lane : Lanes;
            Lanes = Math.Max(Lanes, lane + 1);
            var node = new LineageNode<TVersion>(version, idOf(version), oldestFirst.Count - 1 - index, lane);
            nodes.Add(node.Id, node);
            if (parent is not null)
            {
                Edges.Add(new LineageEdge<TVersion>(node, parent));
            }
        }

        Nodes = [.. nodes.Values.OrderBy(node => node.Row)];
    }

    /// <summary>From top to bottom.</summary>
    public IReadOnlyList<LineageNode<TVersion>> Nodes { get; }

    public List<LineageEdge<TVersion>> Edges { get; } = [];

    public int Lanes { get; private set; }
}
