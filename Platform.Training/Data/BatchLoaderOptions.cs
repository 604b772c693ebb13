namespace Platform.Training.Data;

/// <summary>Settings of a <see cref="BatchLoader"/>.</summary>
public sealed record BatchLoaderOptions
{
    public int BatchSize { get; init; } = 16;

    /// <summary>Width of the network input in pixels, and its height where no other is given.</summary>
    public int ImageSize { get; init; } = 320;

    /// <summary>Height of the network input in pixels; null makes it square.</summary>
    public int? ImageHeight { get; init; }

    /// <summary>Null means evaluation: letterboxed images in their given order, the last batch shorter.</summary>
    public AugmentationRecipe? Augmentation { get; init; }

    /// <summary>Decides when strong augmentation ends; training only.</summary>
    public int TotalEpochs { get; init; } = 100;

    public long Seed { get; init; }

    /// <summary>Order of a training's samples; null shows each once an epoch, shuffled.</summary>
    public ISampleOrder? Order { get; init; }

    /// <summary>Threads that decode and augment. One feeds a CPU training on few cores; a GPU wants most of the cores.</summary>
    public int Workers { get; init; } = Math.Max(1, Environment.ProcessorCount / 4);

    /// <summary>Batches made ahead of the consumer.</summary>
    public int Prefetch { get; init; } = 3;

    public PixelNormalization Normalization { get; init; } = PixelNormalization.ImageNet;

    public int Height => ImageHeight ?? ImageSize;

    public bool IsTraining => Augmentation is not null;
}
