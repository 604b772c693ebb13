using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Model;
using Platform.Core.People.Model;
using Platform.Web.Components.Datasets;

namespace Platform.Tests.Web.Datasets;

public sealed class GalleryQueryTests
{
    private static readonly Actor s_actor = new(Guid.CreateVersion7(), "Kim", UserRole.Analyst, Guid.CreateVersion7(), false);

    [Fact]
    public void Query_OfTheAddress_FiltersAndSortsAsItSays()
    {
        var filter = new GalleryQuery("val", null, "pending", "cell", "unlabelled,rejected", "free", "lowest_confidence").ToFilter(s_actor);

        filter.Should().BeEquivalentTo(new AssetFilter(
            SplitKind.Val, null, null, ReviewState.Pending, "cell", [WorkState.Unlabelled, WorkState.Rejected], new AssigneeFilter(s_actor.UserId, OrNobody: true), null, AssetOrder.LowestConfidence));
    }

    [Fact]
    public void Query_OfNonsense_FiltersNothing() =>
        new GalleryQuery("up", null, "odd", null, "perfect,", "somebody", "random").ToFilter(s_actor).Should().Be(new AssetFilter());

    [Fact]
    public void Query_WrittenIntoAnAddress_LeavesOutWhatIsNotSet()
    {
        new GalleryQuery().ToUrl().Should().BeEmpty();
        new GalleryQuery(Text: "a b&c", Work: "done").ToUrl().Should().Be("?text=a%20b%26c&work=done");
    }

    [Fact]
    public void Queues_KeepTheOtherFilters()
    {
        var query = new GalleryQuery(Split: "train", Work: "accepted", Assignee: "me");

        query.ToLabel().ToUrl().Should().Be("?split=train&work=unlabelled%2Cin_progress%2Crejected&assignee=free");
        query.ToReview().ToUrl().Should().Be("?split=train&work=done");
    }

    [Fact]
    public void Query_OfAnAddress_IsTheOneThatWroteIt()
    {
        var query = new GalleryQuery("val", Guid.CreateVersion7(), "pending", "a b&c", "done", "me", "lowest_confidence", "1-10", "-640", "model", "5-", Guid.CreateVersion7(), "50 % rain");

        GalleryQuery.Parse("http://host/projects/1/datasets/2" + query.ToUrl()).Should().Be(query);
        GalleryQuery.Parse("http://host/projects/1/datasets/2?other=1").Should().Be(new GalleryQuery());
    }

    [Fact]
    public void Query_OfRanges_FiltersByTheirEnds()
    {
        var filter = new GalleryQuery(Count: "1-10", Size: "-640", Source: "model", Confidence: "5-50", Tag: "night").ToFilter(s_actor);

        filter.Should().BeEquivalentTo(new { MinShapes = 1, MaxShapes = 10, MinSidePx = (int?)null, MaxSidePx = 640, Source = AnnotationSource.Model, MinConfidence = 0.05, MaxConfidence = 0.5, Tag = "night" });
        new GalleryQuery(Count: "many", Size: "1-2-3", Source: "cat", Confidence: "-").ToFilter(s_actor).Should().Be(new AssetFilter());
        GalleryQuery.Range(3, null).Should().Be("3-");
        GalleryQuery.Range(null, null).Should().BeNull();
    }
}
