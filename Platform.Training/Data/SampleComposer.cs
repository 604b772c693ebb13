using System.Collections;
using Platform.Training.Interop;

namespace Platform.Training.Data;

/// <summary>Turns samples into network input: pixels through the shim, boxes in managed code, both from one transform.</summary>
internal sealed class SampleComposer(IReadOnlyList<TrainingSample> samples, DecodeCache cache, BatchLoaderOptions options) : ISampleComposer
{
    public void ComposeTraining(SampleBatch batch, int slot, int sampleIndex, SampleRandom random, bool isStrong) =>
        ComposeTraining(batch, slot, (options.Augmentation ?? AugmentationRecipe.Default).Draw(random, sampleIndex, samples.Count, isStrong));

    /// <summary>Fills image <paramref name="slot"/> of the batch with an augmented training image.</summary>
    public void ComposeTraining(SampleBatch batch, int slot, AugmentationPlan plan)
    {
        var recipe = options.Augmentation ?? AugmentationRecipe.Default;
        var boxes = new List<float>();
        var classes = new List<int>();
        var masks = new List<BitArray>();
        var keypoints = new List<float[]>();
        var ignored = new List<IgnoredRegion>();
        var tiles = new ComposedTile[plan.Samples.Length];
        for (var t = 0; t < tiles.Length; t++)
        {
            var sample = samples[plan.Samples[t]];
            var decoded = cache.Get(sample);
            var placement = plan.Placement(t, decoded.SourceWidth, decoded.SourceHeight, options.ImageSize);
            tiles[t] = decoded.Place(placement);
            var kept = new List<int>();
            BoxTransfer.Append(
                sample, decoded.SourceWidth, decoded.SourceHeight, placement, options.ImageSize,
                recipe.BoxSideMin, recipe.BoxVisibleMin, boxes, classes, kept);
            AppendMasks(sample, kept, placement, masks);
            AppendKeypoints(sample, kept, placement, decoded, keypoints);
            ignored.AddRange(sample.Ignored.Select(region => region.Place(placement, decoded.SourceWidth, decoded.SourceHeight, options.ImageSize)).OfType<IgnoredRegion>());
        }

        var colours = new ColourShift(plan.Hue, plan.Saturation, plan.Value);
        ImageComposer.ComposePlanes(tiles, options.ImageSize, colours, options.Normalization, batch.Slot(slot));
        Describe(batch, slot, plan.Samples[0], boxes, classes, masks, keypoints, ignored);
    }

    /// <summary>Fills image <paramref name="slot"/> of the batch with a letterboxed image; no box is dropped unless it has no area. Masks and skeletons stay with the sample: they are measured at full size.</summary>
    public void ComposeEvaluation(SampleBatch batch, int slot, int sampleIndex)
    {
        var sample = samples[sampleIndex];
        var decoded = cache.Get(sample);
        var letterbox = LetterboxTransform.Fit(decoded.SourceWidth, decoded.SourceHeight, options.ImageSize, options.ImageSize);
        var boxes = new List<float>();
        var classes = new List<int>();
        BoxTransfer.Append(sample, decoded.SourceWidth, decoded.SourceHeight, letterbox.ToInput, options.ImageSize, 0, 0, boxes, classes);
        ImageComposer.ComposePlanes([decoded.Place(letterbox.ToInput)], options.ImageSize, default, options.Normalization, batch.Slot(slot));
        batch.Letterboxes[slot] = letterbox;
        Describe(batch, slot, sampleIndex, boxes, classes, [], [], []);
    }

    private void AppendMasks(TrainingSample sample, List<int> kept, AxisTransform placement, List<BitArray> masks)
    {
        if (sample.Masks.Count > 0)
        {
            masks.AddRange(kept.Select(i => MaskGrid.Sample(sample.Masks[i], placement, options.ImageSize)));
        }
    }

    private void AppendKeypoints(TrainingSample sample, List<int> kept, AxisTransform placement, DecodedSample decoded, List<float[]> keypoints)
    {
        if (sample.Keypoints.Count > 0)
        {
            keypoints.AddRange(kept.Select(i => sample.Keypoints[i].Place(placement, decoded.SourceWidth, decoded.SourceHeight, options.ImageSize)));
        }
    }

    private void Describe(
        SampleBatch batch, int slot, int sampleIndex, List<float> boxes, List<int> classes, List<BitArray> masks, List<float[]> keypoints, IReadOnlyList<IgnoredRegion> ignored)
    {
        batch.SampleIndexes[slot] = sampleIndex;
        batch.SourceIds[slot] = samples[sampleIndex].Id;
        batch.Boxes[slot] = [.. boxes];
        batch.Classes[slot] = [.. classes];
        batch.Masks[slot] = [.. masks];
        batch.Keypoints[slot] = [.. keypoints];
        batch.Ignored[slot] = ignored;
        batch.Tags[slot] = samples[sampleIndex].Tags;
    }
}
