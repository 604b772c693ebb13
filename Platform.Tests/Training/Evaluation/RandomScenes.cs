using Platform.Training.Evaluation;

namespace Platform.Tests.Training.Evaluation;

/// <summary>Seeded scenes with crowds, score ties, shifted and duplicate detections, boxes on area edges.</summary>
internal static class RandomScenes
{
    public static List<ImageResult> Make(int seed, int imageCount, int classCount, int maxObjects)
    {
        var random = new Random(seed);
        var images = new List<ImageResult>(imageCount);
        for (var i = 0; i < imageCount; i++)
        {
            var truth = new List<GroundTruthBox>();
            var found = new List<DetectedBox>();
            for (var g = random.Next(maxObjects + 1); g > 0; g--)
            {
                var box = new CocoBox(random.Next(400), random.Next(400), random.Next(1, 12) * 16, random.Next(1, 12) * 16);
                var classIndex = random.Next(classCount);
                truth.Add(new GroundTruthBox(classIndex, box, random.Next(8) == 0));
                for (var d = random.Next(4); d > 0; d--)
                {
                    var shifted = new CocoBox(box.X + random.Next(-8, 9), box.Y + random.Next(-8, 9), box.Width, box.Height + random.Next(8));
                    found.Add(new DetectedBox(random.Next(5) == 0 ? random.Next(classCount) : classIndex, random.Next(20) / 20.0, shifted));
                }
            }

            for (var d = random.Next(30); d > 0; d--)
            {
                found.Add(new DetectedBox(random.Next(classCount), random.Next(10) / 20.0, new CocoBox(random.Next(400), random.Next(400), random.Next(1, 200), random.Next(1, 200))));
            }

            images.Add(new ImageResult(truth, found));
        }

        return images;
    }
}
