namespace Platform.Training.Tensors.PyTorch;

/// <summary>Checks the views into storages that a file describes.</summary>
internal static class TensorViews
{
    private const int MostAxes = 8;

    /// <exception cref="InvalidDataException">It would reach outside its storage, or show elements more than once.</exception>
    internal static TensorReference Of(StorageReference storage, long offset, long[] shape, long[] strides)
    {
        if (shape.Length != strides.Length || shape.Length > MostAxes || shape.Any(size => size < 0) || strides.Any(stride => stride < 0) || offset < 0)
        {
            throw new InvalidDataException($"A tensor in the file has the shape [{string.Join(", ", shape.Take(MostAxes))}] with the strides [{string.Join(", ", strides.Take(MostAxes))}], which no tensor has.");
        }

        if (shape.Contains(0))
        {
            return new TensorReference(storage, 0, shape, strides);
        }

        // The last element's place; 128 bits hold eight products of 64.
        var last = (Int128)offset;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            last += (Int128)(shape[axis] - 1) * strides[axis];
        }

        if (last >= storage.Count)
        {
            throw new InvalidDataException($"A tensor of the shape [{string.Join(", ", shape)}] reaches outside its storage of {storage.Count} elements. The file is damaged.");
        }

        DemandOwnElements(shape, strides);
        return new TensorReference(storage, offset, shape, strides);
    }

    // Without overlap a tensor is never larger than its storage, so a small file cannot ask for much memory.
    private static void DemandOwnElements(long[] shape, long[] strides)
    {
        Int128 covered = 0;
        foreach (var (size, stride) in shape.Zip(strides).Where(axis => axis.First > 1).OrderBy(axis => axis.Second))
        {
            if (stride <= covered)
            {
                throw new InvalidDataException($"A tensor of the shape [{string.Join(", ", shape)}] with the strides [{string.Join(", ", strides)}] shows elements more than once. Save it with .contiguous() and import it again.");
            }

            covered += (Int128)(size - 1) * stride;
        }
    }
}
