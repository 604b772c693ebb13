using Platform.Core.Datasets.Model;
using Platform.Training.Incremental;

namespace Platform.Tests.Training.Incremental;

public sealed class ForgettingTests
{
    [Fact]
    public void Child_ThatLostFourPointsOfOneClass_NamesItAndOffersNothingElse()
    {
        var found = Of(new ClassChange("a", "A", false, 0.60, 0.56), new ClassChange("b", "B", false, 0.70, 0.68), new ClassChange("c", "C", true, null, 0.45));

        found.Forgotten.Should().ContainSingle().Which.Key.Should().Be("a");
        found.ParentOld.Should().BeApproximately(0.65, 1e-9);
        found.ChildOld.Should().BeApproximately(0.62, 1e-9);
        found.ChildNew.Should().Be(0.45);
        found.ChildAll.Should().BeApproximately((0.56 + 0.68 + 0.45) / 3, 1e-9);
        found.Retention.Should().BeApproximately(0.62 / 0.65, 1e-9);
        found.OffersJointTraining.Should().BeFalse();
    }

    [Fact]
    public void Child_ThatKeptLessThanNineTenths_OffersTrainingOnAllData() => Of(new ClassChange("a", "A", false, 0.6, 0.5)).OffersJointTraining.Should().BeTrue();

    [Fact]
    public void Split_WithoutOldObjects_SaysNothingOfForgetting()
    {
        var found = Of(new ClassChange("a", "A", false, null, null), new ClassChange("c", "C", true, null, 0.5));

        (found.ParentOld, found.Retention, found.OffersJointTraining).Should().Be((null, null, false));
        found.Forgotten.Should().BeEmpty();
    }

    private static Forgetting Of(params ClassChange[] classes) => new(Guid.Empty, 2, Guid.Empty, 1, SplitKind.Test, classes);
}
