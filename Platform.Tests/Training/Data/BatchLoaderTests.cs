using Platform.Tests.Training.Imaging;
using Platform.Training.Data;

namespace Platform.Tests.Training.Data;

public sealed class BatchLoaderTests
{
    private const int Size = 96;

    [Fact]
    public void ReadEpoch_WithAnyNumberOfThreads_GivesTheSameBatches()
    {
        TestImages.RequireLibrary();
        var samples = SampleSets.Rectangles(21);
        var one = Digest(Loader(samples, workers: 1, prefetch: 1), epoch: 3);
        Digest(Loader(samples, workers: 4, prefetch: 5), epoch: 3).Should().Equal(one);
        Digest(Loader(samples, workers: 4, prefetch: 5), epoch: 4).Should().NotEqual(one);
        Digest(Loader(samples, workers: 1, prefetch: 1, seed: 12), epoch: 3).Should().NotEqual(one);
    }

    [Fact]
    public void ReadEpoch_FromALaterBatch_ContinuesTheSameEpoch()
    {
        TestImages.RequireLibrary();
        var loader = Loader(SampleSets.Rectangles(21), workers: 2);
        Digest(loader, epoch: 1, firstBatch: 3).Should().Equal(Digest(loader, epoch: 1).Skip(3));
    }

    [Fact]
    public void TrainingEpoch_OfASmallSet_ShowsEveryImageInFullBatches()
    {
        TestImages.RequireLibrary();
        var loader = Loader(SampleSets.Rectangles(6));
        loader.BatchesPerEpoch.Should().Be(2);
        var indexes = new List<int>();
        foreach (var batch in loader.ReadEpoch(0, TestContext.Current.CancellationToken))
        {
            batch.Count.Should().Be(4);
            indexes.AddRange(batch.SampleIndexes);
            batch.Dispose();
        }

        indexes.Should().HaveCount(8).And.Contain(Enumerable.Range(0, 6));
    }

    [Fact]
    public void EvaluationEpoch_KeepsOrderAndLeadsBackToSourcePixels()
    {
        TestImages.RequireLibrary();
        var samples = SampleSets.Rectangles(5);
        var loader = Loader(samples, training: false);
        var seen = 0;
        foreach (var batch in loader.ReadEpoch(0, TestContext.Current.CancellationToken))
        {
            for (var i = 0; i < batch.Count; i++, seen++)
            {
                batch.SourceIds[i].Should().Be(samples[seen].Id);
                var b = batch.Boxes[i];
                var back = batch.Letterboxes[i].ToSource(new PixelBox(b[0], b[1], b[2], b[3]));
                back.Left.Should().BeApproximately(samples[seen].Boxes[0], 0.01f);
                back.Bottom.Should().BeApproximately(samples[seen].Boxes[3], 0.01f);
                var image = batch.Images.AsSpan(i * 3 * Size * Size, 3 * Size * Size);
                SampleSets.BrightArea(image, Size).Left.Should().BeApproximately(b[0], 1.01f);
            }

            batch.Dispose();
        }

        seen.Should().Be(5);
    }

    [Fact]
    public void ReadEpoch_Cancelled_ThrowsAndStopsItsThreads()
    {
        TestImages.RequireLibrary();
        using var source = new CancellationTokenSource();
        var bytes = SampleSets.Rectangles(1)[0].ReadBytes();
        var samples = Enumerable.Range(0, 8).Select(i => new TrainingSample($"{i}", () => Held(), [], [])).ToList();
        byte[] Held()
        {
            source.Cancel();
            return bytes;
        }

        var loader = Loader(samples, workers: 2);
        var read = () => loader.ReadEpoch(0, source.Token).ToList();
        read.Should().Throw<OperationCanceledException>();
        loader.QueueDepth.Should().Be(0);
    }

    [Fact]
    public void ReadEpoch_LeftEarly_CanBeReadAgain()
    {
        TestImages.RequireLibrary();
        var loader = Loader(SampleSets.Rectangles(21), workers: 3);
        foreach (var batch in loader.ReadEpoch(0, TestContext.Current.CancellationToken))
        {
            batch.Dispose();
            break;
        }

        Digest(loader, epoch: 0).Should().HaveCount(6);
    }

    [Fact]
    public void ReadEpoch_WithADamagedImage_NamesIt()
    {
        TestImages.RequireLibrary();
        var samples = SampleSets.Rectangles(5).Append(new TrainingSample("broken.jpg", () => [1, 2, 3], [], [])).ToList();
        var read = () => Loader(samples, training: false).ReadEpoch(0, TestContext.Current.CancellationToken).Select(Release).ToList();
        read.Should().Throw<SampleLoadException>().Where(e => e.SampleId == "broken.jpg").WithMessage("*broken.jpg*not an image*");
    }

    [Fact]
    public void Buffers_OfDisposedBatches_AreReused()
    {
        TestImages.RequireLibrary();
        var loader = Loader(SampleSets.Rectangles(40), workers: 2, prefetch: 2);
        var buffers = new HashSet<float[]>(ReferenceEqualityComparer.Instance);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            foreach (var batch in loader.ReadEpoch(epoch, TestContext.Current.CancellationToken))
            {
                buffers.Add(batch.Images);
                batch.Dispose();
                batch.Dispose();
            }
        }

        buffers.Count.Should().BeLessThanOrEqualTo(5);
    }

    private static int Release(SampleBatch batch)
    {
        batch.Dispose();
        return batch.Index;
    }

    private static BatchLoader Loader(IReadOnlyList<TrainingSample> samples, int workers = 1, int prefetch = 2, long seed = 11, bool training = true) =>
        new(samples, new DecodeCache(TestImages.Codec, Size), new BatchLoaderOptions
        {
            BatchSize = 4,
            ImageSize = Size,
            Augmentation = training ? AugmentationRecipe.Default : null,
            Workers = workers,
            Prefetch = prefetch,
            Seed = seed,
        });

    /// <summary>One hash a batch, over pixels, boxes, classes and ids.</summary>
    private static List<int> Digest(BatchLoader loader, int epoch, int firstBatch = 0)
    {
        var digests = new List<int>();
        foreach (var batch in loader.ReadEpoch(epoch, TestContext.Current.CancellationToken, firstBatch))
        {
            var hash = new HashCode();
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(batch.Images.AsSpan(0, batch.ImageElements)));
            batch.Boxes.SelectMany(b => b).ToList().ForEach(hash.Add);
            batch.Classes.SelectMany(c => c).ToList().ForEach(hash.Add);
            batch.SourceIds.ToList().ForEach(hash.Add);
            digests.Add(hash.ToHashCode());
            batch.Dispose();
        }

        return digests;
    }
}
