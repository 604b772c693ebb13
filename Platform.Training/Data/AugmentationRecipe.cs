namespace Platform.Training.Data;

/// <summary>Recipe of random changes to training images; every probability and range is a knob.</summary>
public sealed record AugmentationRecipe
{
    public static AugmentationRecipe Default { get; } = new();

    /// <summary>Changes nothing: images are letterboxed, in every epoch.</summary>
    public static AugmentationRecipe None { get; } = new() { MosaicProbability = 0, ScaleMin = 1, ScaleMax = 1, Translate = 0, FlipProbability = 0, ColourProbability = 0 };

    /// <summary>Share of images that are put together from four.</summary>
    public double MosaicProbability { get; init; } = 0.7;

    public double ScaleMin { get; init; } = 0.5;

    public double ScaleMax { get; init; } = 1.3;

    /// <summary>Largest shift as a share of the input side.</summary>
    public double Translate { get; init; } = 0.1;

    public double FlipProbability { get; init; } = 0.5;

    /// <summary>Chance of each of the three colour shifts on its own.</summary>
    public double ColourProbability { get; init; } = 0.5;

    /// <summary>Largest hue shift, of 180.</summary>
    public int Hue { get; init; } = 5;

    /// <summary>Largest saturation shift, of 255.</summary>
    public int Saturation { get; init; } = 30;

    /// <summary>Largest brightness shift, of 255.</summary>
    public int Value { get; init; } = 30;

    /// <summary>Share of the last epochs that train on plainly letterboxed images (flip and colour stay), at least <see cref="PlainEpochsMin"/>.</summary>
    public double PlainShare { get; init; } = 0.15;

    public int PlainEpochsMin { get; init; } = 5;

    /// <summary>Boxes left with a shorter side than this, in input pixels, are dropped.</summary>
    public double BoxSideMin { get; init; } = 2;

    /// <summary>Boxes of which a smaller share than this remains inside the input are dropped.</summary>
    public double BoxVisibleMin { get; init; } = 0.2;

    /// <summary>Whether mosaic, scale and shift apply in an epoch (counted from 0). A training too short for plain epochs keeps them on until half of it.</summary>
    public bool IsStrong(int epoch, int totalEpochs)
    {
        var plain = Math.Max((int)Math.Ceiling(totalEpochs * PlainShare), PlainEpochsMin);
        return epoch < totalEpochs - Math.Min(plain, totalEpochs / 2);
    }

    /// <summary>Draws all random choices for one training image, always in the same order.</summary>
    public AugmentationPlan Draw(SampleRandom random, int sample, int sampleCount, bool strong)
    {
        var isMosaic = strong && random.NextChance(MosaicProbability);
        int[] tiles = isMosaic
            ? [sample, random.NextIndex(sampleCount), random.NextIndex(sampleCount), random.NextIndex(sampleCount)]
            : [sample];
        return new AugmentationPlan
        {
            Samples = tiles,
            CentreX = isMosaic ? random.NextBetween(0.5, 1.5) : 1,
            CentreY = isMosaic ? random.NextBetween(0.5, 1.5) : 1,
            Scale = strong ? random.NextBetween(ScaleMin, ScaleMax) : 1,
            ShiftX = strong ? random.NextBetween(-Translate, Translate) : 0,
            ShiftY = strong ? random.NextBetween(-Translate, Translate) : 0,
            IsFlipped = random.NextChance(FlipProbability),
            Hue = Shift(ref random, Hue),
            Saturation = Shift(ref random, Saturation),
            Value = Shift(ref random, Value),
        };
    }

    private int Shift(ref SampleRandom random, int range)
    {
        var amount = (int)Math.Round(random.NextBetween(-range, range));
        return random.NextChance(ColourProbability) ? amount : 0;
    }
}
