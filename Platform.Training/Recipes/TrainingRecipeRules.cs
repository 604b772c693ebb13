using System.Globalization;
using Platform.Core.Shared;

namespace Platform.Training.Recipes;

/// <summary>Checks a recipe before anything is loaded.</summary>
public static class TrainingRecipeRules
{
    /// <summary>Every fault of the recipe, each naming its field; empty if it can be trained.</summary>
    public static IReadOnlyList<string> Faults(TrainingRecipe recipe) => [.. Find(recipe).Select(fault => fault.Message)];

    /// <summary>As <see cref="Faults"/>, in parts.</summary>
    public static IReadOnlyList<RecipeFault> Find(TrainingRecipe recipe)
    {
        var faults = new List<RecipeFault>();
        Check(recipe.ImageSize is >= 64 and <= 2048 && recipe.ImageSize % 32 == 0, "imageSize", recipe.ImageSize, "a multiple of 32 from 64 to 2048");
        Check(Enum.IsDefined(recipe.Size), "size", recipe.Size, "nano, tiny or small");
        Check(recipe.Width is null or (>= 0.05 and <= 2), "width", recipe.Width, "from 0.05 to 2");
        Check(recipe.Epochs is >= 1 and <= 10_000, "epochs", recipe.Epochs, "from 1 to 10000");
        Check(recipe.BatchSize is >= 1 and <= 1024, "batchSize", recipe.BatchSize, "from 1 to 1024");
        Check(recipe.Threads is >= 0 and <= 1024, "threads", recipe.Threads, "0 (every core) or more");
        Check(recipe.Reporting.FitImages is null or >= 0, "reporting.fitImages", recipe.Reporting.FitImages!, "0 or more");
        Check(Enum.IsDefined(recipe.Precision), "precision", recipe.Precision, "single or bfloat16");
        Check(IsDevice(recipe.Device), "device", recipe.Device, "cpu, cuda or cuda:N");

        var optimizer = recipe.Optimizer;
        Check(optimizer.LearningRate is null or (> 0 and <= 1), "optimizer.learningRate", optimizer.LearningRate, "above 0, at most 1");
        Check(optimizer.ReferenceLearningRate is > 0 and <= 1, "optimizer.referenceLearningRate", optimizer.ReferenceLearningRate, "above 0, at most 1");
        Check(optimizer.ReferenceBatchSize >= 1, "optimizer.referenceBatchSize", optimizer.ReferenceBatchSize, "at least 1");
        Check(optimizer.WeightDecay is >= 0 and <= 1, "optimizer.weightDecay", optimizer.WeightDecay, "from 0 to 1");
        Check(optimizer.Beta1 is >= 0 and < 1, "optimizer.beta1", optimizer.Beta1, "from 0 to below 1");
        Check(optimizer.Beta2 is >= 0 and < 1, "optimizer.beta2", optimizer.Beta2, "from 0 to below 1");
        Check(optimizer.WarmupIterations >= 0, "optimizer.warmupIterations", optimizer.WarmupIterations, "0 or more");
        Check(IsShare(optimizer.WarmupFraction), "optimizer.warmupFraction", optimizer.WarmupFraction, "from 0 to 1");
        Check(IsShare(optimizer.FlatFraction), "optimizer.flatFraction", optimizer.FlatFraction, "from 0 to 1");
        Check(IsShare(optimizer.FinalFraction), "optimizer.finalFraction", optimizer.FinalFraction, "from 0 to 1");
        Check(optimizer.GradientClip > 0, "optimizer.gradientClip", optimizer.GradientClip, "above 0");
        Check(optimizer.AverageDecay is >= 0 and < 1, "optimizer.averageDecay", optimizer.AverageDecay, "from 0 to below 1");

        var augmentation = recipe.Augmentation;
        Check(IsShare(augmentation.MosaicProbability), "augmentation.mosaicProbability", augmentation.MosaicProbability, "from 0 to 1");
        Check(augmentation.ScaleMin is >= 0.05 and <= 4, "augmentation.scaleMin", augmentation.ScaleMin, "from 0.05 to 4");
        Check(
            augmentation.ScaleMax <= 4 && augmentation.ScaleMax >= augmentation.ScaleMin,
            "augmentation.scaleMax", augmentation.ScaleMax, "from scaleMin to 4");
        Check(augmentation.Translate is >= 0 and <= 0.5, "augmentation.translate", augmentation.Translate, "from 0 to 0.5");
        Check(IsShare(augmentation.FlipProbability), "augmentation.flipProbability", augmentation.FlipProbability, "from 0 to 1");
        Check(IsShare(augmentation.ColourProbability), "augmentation.colourProbability", augmentation.ColourProbability, "from 0 to 1");
        Check(augmentation.Hue is >= 0 and <= 90, "augmentation.hue", augmentation.Hue, "from 0 to 90");
        Check(augmentation.Saturation is >= 0 and <= 255, "augmentation.saturation", augmentation.Saturation, "from 0 to 255");
        Check(augmentation.Value is >= 0 and <= 255, "augmentation.value", augmentation.Value, "from 0 to 255");
        Check(IsShare(augmentation.PlainShare), "augmentation.plainShare", augmentation.PlainShare, "from 0 to 1");
        Check(augmentation.PlainEpochsMin >= 0, "augmentation.plainEpochsMin", augmentation.PlainEpochsMin, "0 or more");
        Check(augmentation.BoxSideMin is >= 0 and <= 64, "augmentation.boxSideMin", augmentation.BoxSideMin, "from 0 to 64");
        Check(IsShare(augmentation.BoxVisibleMin), "augmentation.boxVisibleMin", augmentation.BoxVisibleMin, "from 0 to 1");

        Check(recipe.Losses.Class >= 0, "losses.class", recipe.Losses.Class, "0 or more");
        Check(recipe.Losses.Box >= 0, "losses.box", recipe.Losses.Box, "0 or more");
        Check(recipe.Losses.Distribution >= 0, "losses.distribution", recipe.Losses.Distribution, "0 or more");

        Check(Enum.IsDefined(recipe.Task), "task", recipe.Task, "det, pose, seg, cls or ocr");
        Check(recipe.Classification is not { } cls || Enum.IsDefined(cls.Source), "classification.source", recipe.Classification?.Source, "tags or boxes");
        Check(recipe.Classification?.LabelSmoothing is null or (>= 0 and < 1), "classification.labelSmoothing", recipe.Classification?.LabelSmoothing, "from 0 to below 1");
        Check(recipe.Segmentation?.Prototypes is null or (>= 1 and <= 256), "segmentation.prototypes", recipe.Segmentation?.Prototypes, "from 1 to 256");
        Check(recipe.Segmentation?.MaskWeight is null or >= 0, "segmentation.maskWeight", recipe.Segmentation?.MaskWeight, "0 or more");
        Check(recipe.Segmentation?.MasksPerStep is null or >= 1, "segmentation.masksPerStep", recipe.Segmentation?.MasksPerStep, "at least 1");
        Check(recipe.Pose?.KeypointWeight is null or >= 0, "pose.keypointWeight", recipe.Pose?.KeypointWeight, "0 or more");
        Check(recipe.Pose?.DistanceWeight is null or >= 0, "pose.distanceWeight", recipe.Pose?.DistanceWeight, "0 or more");
        Check(recipe.Pose?.PresenceWeight is null or >= 0, "pose.presenceWeight", recipe.Pose?.PresenceWeight, "0 or more");
        Check(recipe.Ocr is null || !string.IsNullOrWhiteSpace(recipe.Ocr.Attribute), "ocr.attribute", recipe.Ocr?.Attribute, "the name of a text attribute");
        Check(recipe.Ocr?.LineHeight is null or 32 or 48, "ocr.lineHeight", recipe.Ocr?.LineHeight, "32 or 48");
        Check(recipe.Ocr is null || recipe.Ocr.Stretch is >= 0 and <= 0.5, "ocr.stretch", recipe.Ocr?.Stretch, "from 0 to 0.5");
        Check(recipe.Ocr is null || IsShare(recipe.Ocr.InvertProbability), "ocr.invertProbability", recipe.Ocr?.InvertProbability, "from 0 to 1");
        Check(recipe.Ocr is null || recipe.Ocr.Grain is >= 0 and <= 0.5, "ocr.grain", recipe.Ocr?.Grain, "from 0 to 0.5");

        if (recipe.Incremental is { } incremental)
        {
            CheckIncremental(incremental);
        }

        var reporting = recipe.Reporting;
        Check(reporting.LogInterval >= 1, "reporting.logInterval", reporting.LogInterval, "at least 1");
        Check(reporting.ValidationInterval >= 1, "reporting.validationInterval", reporting.ValidationInterval, "at least 1");
        Check(reporting.SampleInterval >= 0, "reporting.sampleInterval", reporting.SampleInterval, "0 or more");
        Check(reporting.SampleCount is >= 0 and <= 64, "reporting.sampleCount", reporting.SampleCount, "from 0 to 64");
        Check(reporting.CheckpointInterval >= 1, "reporting.checkpointInterval", reporting.CheckpointInterval, "at least 1");
        Check(reporting.CheckpointsKept >= 1, "reporting.checkpointsKept", reporting.CheckpointsKept, "at least 1");
        Check(recipe.EarlyStopping?.Patience is null or (>= 1 and <= 10_000), "earlyStopping.patience", recipe.EarlyStopping?.Patience, "from 1 to 10000");
        Check(recipe.EarlyStopping?.Metric is null or { Length: > 0 }, "earlyStopping.metric", recipe.EarlyStopping?.Metric, "the name of a score, or left out");
        return faults;

        void CheckIncremental(IncrementalRecipe part)
        {
            Check(Enum.IsDefined(part.Strategy), "incremental.strategy", part.Strategy, "distillationRehearsal, distillation, rehearsal or fineTune");
            Check(part.LearningRateFactor is > 0 and <= 10, "incremental.learningRateFactor", part.LearningRateFactor, "above 0, at most 10");
            Check(part.EpochsFactor is > 0 and <= 10, "incremental.epochsFactor", part.EpochsFactor, "above 0, at most 10");
            Check(part.FrozenEpochs >= 0, "incremental.frozenEpochs", part.FrozenEpochs, "0 or more");
            Check(part.NormFrozenBelow >= 0, "incremental.normFrozenBelow", part.NormFrozenBelow, "0 or more");
            Check(IsShare(part.PseudoLabels.Score), "incremental.pseudoLabels.score", part.PseudoLabels.Score, "from 0 to 1");
            Check(IsShare(part.PseudoLabels.TagScore), "incremental.pseudoLabels.tagScore", part.PseudoLabels.TagScore, "from 0 to 1");
            Check(IsShare(part.PseudoLabels.ScoreFloor), "incremental.pseudoLabels.scoreFloor", part.PseudoLabels.ScoreFloor, "from 0 to 1");
            Check(IsShare(part.PseudoLabels.IgnoreFrom), "incremental.pseudoLabels.ignoreFrom", part.PseudoLabels.IgnoreFrom, "from 0 to 1");
            Check(IsShare(part.PseudoLabels.NmsIou), "incremental.pseudoLabels.nmsIou", part.PseudoLabels.NmsIou, "from 0 to 1");
            Check(IsShare(part.PseudoLabels.HumanIou), "incremental.pseudoLabels.humanIou", part.PseudoLabels.HumanIou, "from 0 to 1");
            Check(IsShare(part.PseudoLabels.LabelledShare), "incremental.pseudoLabels.labelledShare", part.PseudoLabels.LabelledShare, "from 0 to 1");
            Check(IsShare(part.Rehearsal.Share), "incremental.rehearsal.share", part.Rehearsal.Share, "from 0 to 1");
            Check(part.Rehearsal.Min >= 0, "incremental.rehearsal.min", part.Rehearsal.Min, "0 or more");
            Check(part.Rehearsal.Cap >= part.Rehearsal.Min, "incremental.rehearsal.cap", part.Rehearsal.Cap, "at least rehearsal.min");
            Check(IsShare(part.Rehearsal.RandomShare), "incremental.rehearsal.randomShare", part.Rehearsal.RandomShare, "from 0 to 1");
            Check(part.Rehearsal.BatchShare is >= 0 and <= 0.9, "incremental.rehearsal.batchShare", part.Rehearsal.BatchShare, "from 0 to 0.9");
            Check(part.Distillation.Lambda >= 0, "incremental.distillation.lambda", part.Distillation.Lambda, "0 or more");
            Check(part.Distillation.Temperature is > 0 and <= 100, "incremental.distillation.temperature", part.Distillation.Temperature, "above 0, at most 100");
            Check(part.Distillation.BoxWeight >= 0, "incremental.distillation.boxWeight", part.Distillation.BoxWeight, "0 or more");
            Check(part.Distillation.ShapeWeight >= 0, "incremental.distillation.shapeWeight", part.Distillation.ShapeWeight, "0 or more");
            Check(part.Distillation.Deviations is >= 0 and <= 10, "incremental.distillation.deviations", part.Distillation.Deviations, "from 0 to 10");
        }

        void Check(bool holds, string field, object? value, string expected)
        {
            if (!holds)
            {
                faults.Add(new RecipeFault(field, RecipeFaultKind.Range, string.Create(CultureInfo.InvariantCulture, $"{value}"), expected));
            }
        }
    }

    /// <summary>Refuses a recipe with faults, naming all of them at once.</summary>
    public static void Validate(TrainingRecipe recipe)
    {
        var faults = Faults(recipe);
        if (faults.Count > 0)
        {
            throw new DomainRuleException("training.recipe_invalid", $"The training settings cannot be used. {string.Join(" ", faults)}", string.Join(" ", faults));
        }
    }

    // Written so that NaN fails.
    private static bool IsShare(double value) => value is >= 0 and <= 1;

    private static bool IsDevice(string device) =>
        device is "cpu" or "cuda" || (device.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(device.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
