using System.Collections;
using System.Collections.Concurrent;

namespace Platform.Training.Data;

/// <summary>
/// Images and boxes of one training or evaluation step. Dispose it once the step no longer reads <see cref="Images"/>:
/// the buffer then goes back to the loader and is overwritten.
/// </summary>
public sealed class SampleBatch : IDisposable
{
    private BatchBufferPool? _pool;

    internal SampleBatch(BatchBufferPool pool, int index, int count, int width, int? height = null)
    {
        _pool = pool;
        Index = index;
        Count = count;
        ImageWidth = width;
        ImageHeight = height ?? width;
        Images = pool.Rent();
        Boxes = new float[count][];
        Classes = new int[count][];
        Masks = new BitArray[count][];
        Keypoints = new float[count][][];
        Tags = new int[count][];
        Ignored = new IReadOnlyList<IgnoredRegion>[count];
        SourceIds = new string[count];
        SampleIndexes = new int[count];
        Letterboxes = new LetterboxTransform[count];
    }

    /// <summary>Position of the batch in its epoch.</summary>
    public int Index { get; }

    public int Count { get; }

    /// <summary>Pixels.</summary>
    public int ImageWidth { get; }

    /// <summary>Pixels.</summary>
    public int ImageHeight { get; }

    /// <summary>Shape [Count, 3, ImageHeight, ImageWidth], RGB planes, normalised; pinned, so its address is stable. May be longer than the shape says.</summary>
    public float[] Images { get; }

    /// <summary>Elements of <see cref="Images"/> that count.</summary>
    public int ImageElements => Count * SlotElements;

    private int SlotElements => 3 * ImageHeight * ImageWidth;

    /// <summary>For each image x1 y1 x2 y2 of its boxes in turn, in input pixels.</summary>
    public float[][] Boxes { get; }

    /// <summary>For each image the class index of each box.</summary>
    public int[][] Classes { get; }

    /// <summary>For each image the mask of each box, as <see cref="MaskGrid"/> samples it; empty where the task has none.</summary>
    public BitArray[][] Masks { get; }

    /// <summary>For each image the points of each box's skeleton, as <see cref="ObjectKeypoints.Place"/> gives them; empty where the task has none.</summary>
    public float[][][] Keypoints { get; }

    /// <summary>For each image the classes of the whole image; of a text line its symbols from left to right.</summary>
    public int[][] Tags { get; }

    /// <summary>For each image the regions where some classes are not trained, in input pixels.</summary>
    public IReadOnlyList<IgnoredRegion>[] Ignored { get; }

    /// <summary>For each image the id of its (first) sample.</summary>
    public string[] SourceIds { get; }

    /// <summary>For each image the index of its (first) sample in the loader's list.</summary>
    public int[] SampleIndexes { get; }

    /// <summary>For each image of an evaluation the way back to source pixels; unset in training.</summary>
    public LetterboxTransform[] Letterboxes { get; }

    /// <summary>The planes of one image, [3, ImageHeight, ImageWidth].</summary>
    public Span<float> Slot(int image) => Images.AsSpan(image * SlotElements, SlotElements);

    public void Dispose() => Interlocked.Exchange(ref _pool, null)?.Return(Images);
}

/// <summary>Pinned image buffers of one size, reused from batch to batch.</summary>
internal sealed class BatchBufferPool(int elements, int kept)
{
    private readonly ConcurrentBag<float[]> _free = [];

    public float[] Rent() => _free.TryTake(out var buffer) ? buffer : GC.AllocateUninitializedArray<float>(elements, pinned: true);

    public void Return(float[] buffer)
    {
        if (_free.Count < kept)
        {
            _free.Add(buffer);
        }
    }
}
