using Platform.Training.Data;
using Platform.Training.Interop;
using Platform.Training.Recipes;

namespace Platform.Training.Tasks.Ocr;

/// <summary>
/// Draws text lines into the input. Training lines are made smaller, stretched, moved, tinted, inverted and grained; never mirrored or cut, since the whole text must stay readable.
/// </summary>
public sealed class LineComposer(IReadOnlyList<TrainingSample> samples, DecodeCache cache, TrainingRecipe recipe) : ISampleComposer
{
    private readonly OcrRecipe _ocr = recipe.Ocr ?? new OcrRecipe();

    public void ComposeTraining(SampleBatch batch, int slot, int sampleIndex, SampleRandom random, bool isStrong)
    {
        var decoded = cache.Get(samples[sampleIndex]);
        var plan = recipe.Augmentation.Draw(random, sampleIndex, samples.Count, isStrong);
        // A stream of its own: the plan has drawn from a copy.
        var line = new SampleRandom((long)random.NextBits(), 1, sampleIndex);
        var placement = isStrong ? Vary(decoded, plan, ref line) : Fit(decoded).ToInput;
        var planes = batch.Slot(slot);
        ImageComposer.ComposePlanes(
            [decoded.Place(placement)], recipe.ImageSize, recipe.InputHeight, new ColourShift(plan.Hue, plan.Saturation, plan.Value), PixelNormalization.ImageNet, planes);
        if (isStrong)
        {
            LineGrain.Apply(planes, line.NextChance(_ocr.InvertProbability), line.NextBetween(0, _ocr.Grain), ref line);
        }

        Describe(batch, slot, sampleIndex);
    }

    public void ComposeEvaluation(SampleBatch batch, int slot, int sampleIndex)
    {
        var decoded = cache.Get(samples[sampleIndex]);
        var letterbox = Fit(decoded);
        ImageComposer.ComposePlanes([decoded.Place(letterbox.ToInput)], recipe.ImageSize, recipe.InputHeight, default, PixelNormalization.ImageNet, batch.Slot(slot));
        batch.Letterboxes[slot] = letterbox;
        Describe(batch, slot, sampleIndex);
    }

    private LetterboxTransform Fit(DecodedSample decoded) => LetterboxTransform.Fit(decoded.SourceWidth, decoded.SourceHeight, recipe.ImageSize, recipe.InputHeight);

    // Moved within the room there is: the plan's shift is a share of the input's sides.
    private AxisTransform Vary(DecodedSample decoded, AugmentationPlan plan, ref SampleRandom line)
    {
        var fit = Fit(decoded);
        var stretch = 1 + line.NextBetween(-_ocr.Stretch, _ocr.Stretch);
        var width = Math.Min(recipe.ImageSize, fit.FittedWidth * plan.Scale * stretch);
        var height = Math.Min(recipe.InputHeight, fit.FittedHeight * plan.Scale);
        return new AxisTransform(width / decoded.SourceWidth, Place(recipe.ImageSize, width, plan.ShiftX), height / decoded.SourceHeight, Place(recipe.InputHeight, height, plan.ShiftY));
    }

    private static double Place(int side, double length, double shift)
    {
        var room = (side - length) / 2;
        return room + Math.Clamp(shift * side, -room, room);
    }

    private void Describe(SampleBatch batch, int slot, int sampleIndex)
    {
        batch.SampleIndexes[slot] = sampleIndex;
        batch.SourceIds[slot] = samples[sampleIndex].Id;
        batch.Boxes[slot] = [];
        batch.Classes[slot] = [];
        batch.Masks[slot] = [];
        batch.Keypoints[slot] = [];
        batch.Tags[slot] = samples[sampleIndex].Tags;
    }
}
