using Platform.Tests.Training.Data;
using Platform.Tests.Training.Imaging;
using Platform.Training.Data;
using Platform.Training.Recipes;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Incremental;

public sealed class IgnoredRegionTests
{
    [Fact]
    public void Regions_OfImagesMixedInMosaics_CoverTheirOwnImagesAndNoOthers()
    {
        TestImages.RequireLibrary();

        // Old images show class 0 and leave class 2 unsaid; new ones show class 1.
        var samples = SampleSets.Rectangles(12).Select((sample, index) => index % 2 == 0
            ? sample with { Classes = [0], Ignored = [IgnoredRegion.Everywhere([2])] }
            : sample with { Classes = [1] }).ToList();
        var recipe = new TrainingRecipe { ImageSize = 128, BatchSize = 6, Epochs = 4, Augmentation = new AugmentationRecipe { MosaicProbability = 1, PlainEpochsMin = 0, PlainShare = 0 } };
        var batches = new LoaderBatches(samples, new DecodeCache(TestImages.Codec, recipe.ImageSize), recipe);

        var (old, fresh) = (0, 0);
        for (var epoch = 0; epoch < recipe.Epochs; epoch++)
        {
            foreach (var batch in batches.Epoch(epoch, TestContext.Current.CancellationToken))
            {
                for (var image = 0; image < batch.Count; image++)
                {
                    foreach (var truth in batch.Truths[image])
                    {
                        var isCovered = batch.Ignored[image].Any(region => truth.CentreX >= region.Box.Left && truth.CentreX <= region.Box.Right && truth.CentreY >= region.Box.Top && truth.CentreY <= region.Box.Bottom);
                        isCovered.Should().Be(truth.ClassIndex == 0);
                        (old, fresh) = truth.ClassIndex == 0 ? (old + 1, fresh) : (old, fresh + 1);
                    }
                }
            }
        }

        old.Should().BePositive();
        fresh.Should().BePositive();
    }
}
