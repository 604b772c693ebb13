using Platform.Training.Data;
using Platform.Training.Inference;
using Platform.Training.Tasks;

namespace Platform.Tests.Training.Tasks;

/// <summary>Asks a served network about several images at once.</summary>
internal static class ServedBatch
{
    public static IReadOnlyList<IReadOnlyList<Prediction>> Ask(IServedNetwork network, double minimumScore, params IReadOnlyList<byte[]> images)
    {
        var planes = new float[images.Count * network.PlaneLength];
        var letterboxes = new LetterboxTransform[images.Count];
        for (var i = 0; i < images.Count; i++)
        {
            letterboxes[i] = network.Prepare(images[i], planes.AsSpan(i * network.PlaneLength, network.PlaneLength));
        }

        return network.Predict(planes, letterboxes, [.. images.Select(_ => minimumScore)]);
    }

    /// <summary>A batch says of each image what an annotator says of it alone.</summary>
    public static void ShouldAgree(IServedNetwork network, IImageAnnotator annotator, double minimumScore, IReadOnlyList<byte[]> images)
    {
        var answers = Ask(network, minimumScore, images);
        for (var i = 0; i < images.Count; i++)
        {
            var alone = annotator.Annotate(images[i], minimumScore, TestContext.Current.CancellationToken);
            answers[i].Select(found => found.ClassKey).Should().Equal(alone.Select(shape => shape.ClassKey));
            foreach (var (together, apart) in answers[i].Zip(alone))
            {
                together.Confidence.Should().BeApproximately(apart.Confidence, 1e-4);
                together.Geometry.Bounds.X.Should().BeApproximately(apart.Geometry.Bounds.X, 1);
                together.Geometry.Bounds.Bottom.Should().BeApproximately(apart.Geometry.Bounds.Bottom, 1);
            }
        }
    }
}
