using Platform.Core.Datasets.Queries;
using Platform.Web.Components.Shared;

namespace Platform.Tests.Web.Datasets;

public sealed class LineageGraphTests
{
    [Fact]
    public void Graph_OfALineAndABranch_KeepsTheLineStraightAndOpensALaneForTheBranch()
    {
        var (v1, v2, v3, v4) = (Version("v1", null), Version("v2", "v1"), Version("v3", "v2"), Version("v4", "v1"));

        var graph = Graph(v4, v3, v2, v1);

        graph.Nodes.Select(node => (node.Version.VersionTag, node.Row, node.Lane)).Should().Equal(("v4", 0, 1), ("v3", 1, 0), ("v2", 2, 0), ("v1", 3, 0));
        graph.Edges.Select(edge => (edge.Child.Version.VersionTag, edge.Parent.Version.VersionTag)).Should().BeEquivalentTo([("v2", "v1"), ("v3", "v2"), ("v4", "v1")]);
        graph.Lanes.Should().Be(2);
    }

    [Fact]
    public void Graph_OfVersionsWithoutParents_GivesEachItsLane() => Graph(Version("v1", null), Version("v2", null)).Lanes.Should().Be(2);

    private static LineageGraph<VersionSummary> Graph(params VersionSummary[] versions) => new(versions, version => version.Id, version => version.ParentVersionId);

    // Ids ascend in the order of the calls' tags.
    private static VersionSummary Version(string tag, string? parent) => new(Id(tag), Guid.Empty, tag, Guid.Empty, false, null, parent is null ? null : Id(parent), DateTime.UnixEpoch, 1, 2);

    private static Guid Id(string tag) => new(int.Parse(tag[1..], System.Globalization.CultureInfo.InvariantCulture), 0, 0, new byte[8]);
}
