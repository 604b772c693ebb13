using Platform.Training.Models;

namespace Platform.Tests.Training.Models;

public sealed class PointGridTests
{
    [Fact]
    public void Points_OfAllLevels_AreCellCentresRowByRow()
    {
        var grid = new PointGrid(64, 32);

        grid.Count.Should().Be(32 + 8 + 2);
        (grid.X[1], grid.Y[1], grid.Stride[1]).Should().Be((12, 4, 8));
        (grid.X[8], grid.Y[8]).Should().Be((4, 12));
        (grid.X[32], grid.Y[32], grid.Stride[32]).Should().Be((8, 8, 16));
        (grid.X[41], grid.Y[41], grid.Stride[41]).Should().Be((48, 16, 32));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(9, 7, 1)]
    [InlineData(64, 32, 31)]
    [InlineData(-5, 500, 24)]
    public void NearestFinePoint_AnyPosition_IsTheCellThatHoldsIt(float x, float y, int point) =>
        new PointGrid(64, 32).NearestFinePoint(x, y).Should().Be(point);

    [Fact]
    public void Construct_SizeOffTheStrides_IsRefused() =>
        FluentActions.Invoking(() => new PointGrid(100, 64)).Should().Throw<ArgumentException>();
}
