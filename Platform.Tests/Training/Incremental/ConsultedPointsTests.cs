using Platform.Training.Assigners;
using Platform.Training.Data;
using Platform.Training.Models;
using Platform.Training.Tasks.Det;

namespace Platform.Tests.Training.Incremental;

/// <summary>Classes 0 and 1 are old, 2 is new.</summary>
public sealed class ConsultedPointsTests
{
    private static readonly int[] s_groups = [0, 0, 1];

    private readonly PointGrid _grid = new(64, 64);

    [Fact]
    public void Parent_OnANewObject_IsNotAsked()
    {
        var truth = new TruthBox(2, 8, 8, 40, 40);

        var consulted = ConsultedPoints.Of(_grid, [[], [truth]], s_groups);

        consulted.Take(_grid.Count).Should().NotContain(false, "nothing new is in the first image");
        for (var point = 0; point < _grid.Count; point++)
        {
            consulted[_grid.Count + point].Should().Be(!truth.Contains(_grid.X[point], _grid.Y[point]), "point {0}", point);
        }
    }

    [Fact]
    public void Parent_WhereAnOldObjectLiesOnANewOne_IsAskedForTheOldOne()
    {
        var old = new TruthBox(1, 16, 16, 32, 32);
        var fresh = new TruthBox(2, 8, 8, 56, 56);

        foreach (var truths in new TruthBox[][] { [old, fresh], [fresh, old] })
        {
            var consulted = ConsultedPoints.Of(_grid, [truths], s_groups);
            for (var point = 0; point < _grid.Count; point++)
            {
                var (x, y) = (_grid.X[point], _grid.Y[point]);
                consulted[point].Should().Be(old.Contains(x, y) || !fresh.Contains(x, y), "point {0}", point);
            }
        }
    }

    [Fact]
    public void NewClass_OnOldObjectsOfImagesNobodyLookedThroughForIt_IsTrainedToBeSilent()
    {
        TruthBox[] truths = [new(0, 8, 8, 40, 40)];
        var targets = DetectionTargets.Build(_grid, 3, [truths], [[new PositivePoint(18, 0, 0.8f), new PositivePoint(19, 0, 0.5f)]]);

        var trained = TrainedPoints.Of(_grid, 3, 1, [[IgnoredRegion.Everywhere([2])]], targets);

        for (var point = 0; point < _grid.Count; point++)
        {
            trained[(3 * point) + 2].Should().Be(point is 18 or 19 ? 1 : 0, "point {0}: elsewhere the new class may be there, unlabelled", point);
            trained[3 * point].Should().Be(1);
        }
    }
}
