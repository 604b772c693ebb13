using Platform.Core.Datasets.Queries;

namespace Platform.Web.Components.Datasets;

/// <summary>A version in the graph: its row, newest at the top, and its lane, counted from the left.</summary>
public sealed record LineageNode(VersionSummary Version, int Row, int Lane);

/// <summary>From a version to the one that it was made from.</summary>
public sealed record LineageEdge(LineageNode Child, LineageNode Parent);

/// <summary>Lays versions out as a graph of lines: the first draft of a version goes on in its lane, every further one opens a lane of its own.</summary>
public sealed class LineageGraph
{
    public LineageGraph(IEnumerable<VersionSummary> versions)
    {
        var oldestFirst = versions.OrderBy(version => version.Id).ToList();
        var nodes = new Dictionary<Guid, LineageNode>();
        var continued = new HashSet<Guid>();
        foreach (var (index, version) in oldestFirst.Index())
        {
            var parent = version.ParentVersionId is { } id ? nodes.GetValueOrDefault(id) : null;
            var lane = parent is not null && continued.Add(parent.Version.Id) ? parent.Lane : Lanes;
            Lanes = Math.Max(Lanes, lane + 1);
            var node = new LineageNode(version, oldestFirst.Count - 1 - index, lane);
            nodes.Add(version.Id, node);
            if (parent is not null)
            {
                Edges.Add(new LineageEdge(node, parent));
            }
        }

        Nodes = [.. nodes.Values.OrderBy(node => node.Row)];
    }

    /// <summary>From top to bottom.</summary>
    public IReadOnlyList<LineageNode> Nodes { get; }

    public List<LineageEdge> Edges { get; } = [];

    public int Lanes { get; private set; }
}
