using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;
using Platform.Tests.Training.Imaging;
using Platform.Training.Incremental;
using Platform.Training.Recipes;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Cls;
using Platform.Training.Tasks.Det;
using Platform.Training.Tasks.Ocr;
using Platform.Training.Tasks.Pose;
using Platform.Training.Tasks.Seg;

namespace Platform.Tests.Training.Incremental;

/// <summary>What each task hands on to a child, and what it refuses before a run.</summary>
public sealed class GrowingTaskRulesTests
{
    private static readonly SegmentationTask s_seg = new(TestImages.Codec, TimeProvider.System);
    private static readonly PoseTask s_pose = new(TestImages.Codec, TimeProvider.System);
    private static readonly ClassificationTask s_cls = new(TestImages.Codec, TimeProvider.System);
    private static readonly IIncrementalTask[] s_all = [new DetectionTask(TestImages.Codec, TimeProvider.System), s_seg, s_pose, s_cls];

    private static readonly string s_skeleton = new KeypointSpec(["head", "tail"], [[0, 1]], []).ToJson();

    // One class of each kind of shape, and an image with a label of each.
    private static readonly TrainingData s_data = new(
        Guid.Empty, Guid.Empty, Guid.Empty, Guid.Empty, "Images", "v1", "hash",
        [Class("tag", null), Class("box", ShapeType.Bbox), Class("polygon", ShapeType.Polygon), Class("mask", ShapeType.Mask), Class("skeleton", ShapeType.Keypoints, s_skeleton)],
        [new TrainingImage(Guid.Empty, "x.png", "", "", 9, 9, SplitKind.Train, [new TrainingBox(1, 1, 1, 2, 2)])]);

    [Theory]
    [InlineData(ModelTask.Det, "tag box polygon mask skeleton")]
    [InlineData(ModelTask.Seg, "polygon mask")]
    [InlineData(ModelTask.Pose, "skeleton")]
    [InlineData(ModelTask.Cls, "tag")]
    public void Outputs_OfAnOntologyWithEveryShape_AreThoseOfTheTask(ModelTask task, string keys)
    {
        var growing = s_all.Single(item => ((ITrainingTask)item).Task == task);

        string.Join(' ', growing.OutputsOf(s_data, ((ITrainingTask)growing).Defaults).Select(item => item.Key)).Should().Be(keys);
    }

    [Fact]
    public void Labels_OfAnImage_AreThoseThatTheTaskLearns()
    {
        var image = s_data.Images[0] with { Shapes = [new TrainingShape(0, TagGeometry.Instance)] };
        var boxes = s_cls.Defaults with { Classification = new ClassificationRecipe { Source = ClassificationSource.Boxes } };

        s_all[0].LabelsOf(image, new TrainingRecipe()).Should().Equal(1);
        s_cls.LabelsOf(image, s_cls.Defaults).Should().Equal(0);
        s_cls.LabelsOf(image, boxes).Should().Equal(1);
        s_cls.LabelsOf(s_data.Images[0], s_cls.Defaults).Should().BeNull("a picture without a tag makes no sample");
        s_all[0].LabelsOf(image with { Boxes = [] }, new TrainingRecipe()).Should().BeEmpty("a picture without an object shows what is background");
    }

    [Fact]
    public void Parent_WithAnotherNetwork_IsRefused()
    {
        Refusal(() => s_pose.DemandParent(s_pose.Defaults, s_pose.Defaults with { Width = 0.5 })).Code.Should().Be("incremental.other_size");
        Refusal(() => s_seg.DemandParent(s_seg.Defaults, s_seg.Defaults with { Segmentation = new SegmentationRecipe { Prototypes = 8 } }))
            .Should().Match<DomainRuleException>(refusal => refusal.Code == "incremental.other_prototypes" && refusal.Message.Contains("Set segmentation.prototypes to 32"));
        Refusal(() => s_cls.DemandParent(s_cls.Defaults with { Classification = new ClassificationRecipe { Source = ClassificationSource.Boxes } }, s_cls.Defaults))
            .Should().Match<DomainRuleException>(refusal => refusal.Code == "incremental.other_source" && refusal.Message.Contains("classification.source to boxes"));
        s_seg.Invoking(task => task.DemandParent(s_seg.Defaults, s_seg.Defaults with { Epochs = 3 })).Should().NotThrow();
    }

    [Fact]
    public void Skeleton_WithOtherPoints_IsRefusedByName()
    {
        var known = s_data.Classes[4];
        TrainingClass With(params string[] names) => known with { Keypoints = new KeypointSpec(names, [], []).ToJson() };

        Refusal(() => s_pose.DemandClass(known, With("head", "tail", "wing"))).Should().Match<DomainRuleException>(
            refusal => refusal.Code == "incremental.other_skeleton" && refusal.Message.Contains("'skeleton' has the points head, tail, wing; the parent learnt head, tail"));
        Refusal(() => s_pose.DemandClass(known, With("tail", "head"))).Code.Should().Be("incremental.other_skeleton", "the order is that of the outputs");
        s_pose.Invoking(task => task.DemandClass(known, With("head", "tail"))).Should().NotThrow("lines between points are drawn, not learnt");
    }

    [Fact]
    public void TextLines_HaveNoWayToGrow() => new OcrTask(TestImages.Codec, TimeProvider.System).Incremental.Should().BeNull();

    [Fact]
    public void Labels_OfASkeletonThatTheNetworkDidNotLearn_AreLeftOut()
    {
        var learnt = s_data.Classes[4] with { Keypoints = new KeypointSpec(["nose"], [], []).ToJson() };
        var data = s_data with { Images = [s_data.Images[0] with { Shapes = [new TrainingShape(4, new KeypointsGeometry([1, 1, 2, 3, 3, 2]))] }] };

        data.ForClasses([learnt]).Images[0].Shapes.Should().BeEmpty();
        data.ForClasses([learnt]).Classes.Should().ContainSingle().Which.PointNames.Should().Equal("nose");
        data.ForClasses([s_data.Classes[2], s_data.Classes[4]]).Images[0].Shapes.Should().ContainSingle().Which.ClassIndex.Should().Be(1);
    }

    [Fact]
    public void Pictures_OfTagsThatAParentDoesNotKnow_DoNotJudgeIt()
    {
        var tagged = GrowingPictures.Of(ModelTask.Cls);

        ParentScores.Of(tagged.New, 3).Test.Should().HaveCount(36).And.OnlyContain(sample => sample.Tags.Length == 1 && sample.Tags[0] < 3);
    }

    private static TrainingClass Class(string key, ShapeType? shape, string? skeleton = null) => new(Guid.CreateVersion7(), key, key, "#ffffff", shape, skeleton);

    private static DomainRuleException Refusal(Action action) => action.Should().Throw<DomainRuleException>().Which;
}
