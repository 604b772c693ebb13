using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;
using Platform.Training.Data;
using Platform.Training.Inference;
using Platform.Training.Tasks.Pose;

namespace Platform.Tests.Training.Tasks.Pose;

public sealed class PoseDataTests
{
    private static readonly KeypointSpec s_spec = new(["top", "left", "right"], [[0, 1], [0, 2]], [[1, 2]]);

    [Fact]
    public void Place_Mirrored_SwapsLeftAndRight()
    {
        var skeleton = new ObjectKeypoints([10, 5, 2, 4, 20, 1, 16, 22, 2], s_spec.Pairs);

        skeleton.Place(new AxisTransform(1, 2, 1, 3), 30, 30, 32).Should().Equal(12, 8, 2, 6, 23, 1, 18, 25, 2);
        skeleton.Place(new AxisTransform(-1, 32, 1, 0), 30, 30, 32).Should().Equal(22, 5, 2, 16, 22, 2, 28, 20, 1);
    }

    [Fact]
    public void Place_PointOutsideTheInput_IsAbsent() =>
        new ObjectKeypoints([10, 5, 2, 4, 20, 2, 29, 29, 2], []).Place(new AxisTransform(2, 0, 1, 0), 30, 30, 32).Should().Equal(20, 5, 2, 8, 20, 2, 0, 0, 0);

    [Fact]
    public void Sample_OfSkeletons_HasABoxAroundThePointsThatAreThere()
    {
        var image = new TrainingImage(Guid.Empty, "x.png", "", "", 40, 30, SplitKind.Train, [])
        {
            Shapes = [new TrainingShape(1, new KeypointsGeometry([10, 10, 2, 20, 28, 1, 0, 0, 0])), new TrainingShape(1, new KeypointsGeometry([1, 1, 0, 2, 2, 0, 3, 3, 0]))],
        };

        var sample = PoseSamples.Of(image, "x.png", [-1, 0], [s_spec]);

        sample.Classes.Should().Equal(0);
        sample.Boxes.Should().Equal([8.2f, 8.2f, 21.8f, 29.8f], (found, expected) => Math.Abs(found - expected) < 1e-4f);
        sample.Keypoints.Should().ContainSingle().Which.Points.Should().Equal(10, 10, 2, 20, 28, 1, 0, 0, 0);
    }

    [Fact]
    public void Select_OneObject_GivesItsOwnPointsInPixelsOfTheImage()
    {
        // Two points of the grid, two classes; class one has one keypoint, class zero two. The image has half the input's scale and no padding.
        var raw = new PoseRawOutput(new DetectorRawOutput([0, 0, 8, 8, 8, 8, 16, 16], [0.1f, 0.2f, 0.1f, 0.9f], 1, 2), [1, 2, 3, 4, 5, 6, 7, 8], [0.1f, 0.2f, 0.8f, 0.4f]);

        var found = raw.Select(0, LetterboxTransform.Fit(32, 32, 16, 16), new DetectionThresholds(0.5f, 0.5f), [2, 1]);

        found.Should().ContainSingle();
        found[0].Object.ClassIndex.Should().Be(1);
        found[0].Points.Should().Equal(10, 12, 0.8f);
    }
}
