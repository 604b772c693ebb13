namespace Platform.Training.Data;

/// <summary>One labelled image of a training or evaluation.</summary>
/// <param name="Id">Stable name of the image: the cache's key and what error messages name.</param>
/// <param name="ReadBytes">Returns the encoded file; called from loader threads, possibly more than once.</param>
/// <param name="Boxes">x1 y1 x2 y2 of each box in turn, in pixels of the upright full-size image.</param>
/// <param name="Classes">Class index of each box.</param>
public sealed record TrainingSample(string Id, Func<byte[]> ReadBytes, float[] Boxes, int[] Classes)
{
    /// <summary>Pixels of each box's object, where the task learns them; else empty.</summary>
    public IReadOnlyList<PixelMask> Masks { get; init; } = [];

    /// <summary>Skeleton of each box's object, where the task learns them; else empty.</summary>
    public IReadOnlyList<ObjectKeypoints> Keypoints { get; init; } = [];

    /// <summary>Where some classes are not trained, since nobody labelled them there.</summary>
    public IReadOnlyList<IgnoredRegion> Ignored { get; init; } = [];

    /// <summary>Classes of the whole image; of a text line its symbols from left to right, those that the network knows.</summary>
    public int[] Tags { get; init; } = [];

    /// <summary>Nobody has said what the whole image shows: it teaches nothing unless a parent says it.</summary>
    public bool IsUntold { get; init; }

    /// <summary>What a text line says, normalised; else empty.</summary>
    public string Text { get; init; } = "";

    public int BoxCount => Classes.Length;

    /// <summary>Classes of its objects, or where it has none of the whole image.</summary>
    public IReadOnlyList<int> Labels => Classes.Length > 0 ? Classes : Tags;

    public static TrainingSample FromFile(string path, float[] boxes, int[] classes, string? id = null) =>
        new(id ?? path, () => File.ReadAllBytes(path), boxes, classes);
}

/// <summary>A sample that cannot be loaded; names the image so that it can be repaired or taken out.</summary>
public sealed class SampleLoadException(string sampleId, Exception inner)
    : Exception($"Image '{sampleId}' cannot be used for training: {inner.Message} Replace the image or remove it from the dataset version.", inner)
{
    public string SampleId { get; } = sampleId;
}
