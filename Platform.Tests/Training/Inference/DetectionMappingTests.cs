using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Tests.Training.Inference;

public class DetectionMappingTests
{
    // A 640 x 480 image in a 320 x 320 input: scale 1/2, padded by 40 above and below.
    private static readonly LetterboxTransform s_letterbox = LetterboxTransform.Fit(640, 480, 320, 320);

    [Fact]
    public void ToSource_LetterboxedBox_ReturnsToImagePixels() =>
        s_letterbox.ToSource([new Detection(1, .9f, 10, 50, 110, 150)]).Should().Equal(new Detection(1, .9f, 20, 20, 220, 220));

    [Fact]
    public void ToSource_BoxOverTheEdge_IsClipped() =>
        s_letterbox.ToSource([new Detection(0, .8f, -20, 20, 400, 100)]).Should().Equal(new Detection(0, .8f, 0, 0, 640, 120));

    [Fact]
    public void ToSource_BoxInThePaddingOrWithNaN_IsDropped() =>
        s_letterbox.ToSource([new Detection(0, .7f, 0, 0, 320, 39), new Detection(0, .7f, float.NaN, 50, 100, 100)]).Should().BeEmpty();
}
