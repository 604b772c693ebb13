using Microsoft.ML.OnnxRuntime;
using Platform.Core.Imaging;
using Platform.Core.Shared;
using Platform.Training.Data;

namespace Platform.Training.Inference;

/// <summary>Runs an exported detector on images. Thread-safe: one instance serves all callers until it is disposed.</summary>
public sealed class OnnxDetector : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OnnxDetectorOptions _options;

    private OnnxDetector(InferenceSession session, OnnxDetectorOptions options)
    {
        _session = session;
        _options = options;
        Metadata = DetectorMetadata.Parse(session.ModelMetadata.CustomMetadataMap);
        CheckShape(session);
    }

    public DetectorMetadata Metadata { get; }

    /// <summary>Loads a detector file; a file that is not one is refused with a <see cref="DomainRuleException"/>.</summary>
    public static OnnxDetector Load(string path, OnnxDetectorOptions? options = null) =>
        Load(settings => new InferenceSession(path, settings), options);

    /// <summary>As <see cref="Load(string, OnnxDetectorOptions?)"/>, from the bytes of the file.</summary>
    public static OnnxDetector Load(byte[] model, OnnxDetectorOptions? options = null) =>
        Load(settings => new InferenceSession(model, settings), options);

    /// <summary>Detects objects in encoded images (JPEG, PNG ...).</summary>
    /// <param name="codec">Decodes the images; <see cref="InvalidImageException"/> from it ends the whole call.</param>
    /// <param name="images">Any number; run in batches.</param>
    /// <param name="thresholds">Null takes the file's own.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>Per image by falling score, in pixels of the upright image.</returns>
    public IReadOnlyList<IReadOnlyList<Detection>> Detect(
        IImageCodec codec, IReadOnlyList<ReadOnlyMemory<byte>> images, DetectionThresholds? thresholds = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return Detect(
            images.Count, (i, planes) => NetworkInput.Fill(codec, images[i].Span, Metadata.InputSize, planes, Metadata.Normalization), thresholds, cancellationToken);
    }

    /// <summary>Detects objects in decoded upright images; much larger ones than the input should be reduced by the codec first.</summary>
    public IReadOnlyList<IReadOnlyList<Detection>> Detect(
        IReadOnlyList<RgbImage> images, DetectionThresholds? thresholds = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return Detect(
            images.Count,
            (i, planes) => NetworkInput.Fill(images[i], images[i].Width, images[i].Height, Metadata.InputSize, planes, Metadata.Normalization),
            thresholds,
            cancellationToken);
    }

    /// <summary>Runs the network on normalised planes [N, 3, size, size] and copies its output.</summary>
    public DetectorRawOutput Run(float[] planes, int batchSize)
    {
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(planes, [batchSize, 3, Metadata.InputSize, Metadata.InputSize]);
        using var outputs = _session.Run(options, ["images"], [input], ["boxes", "scores"]);
        return new DetectorRawOutput(
            outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[1].GetTensorDataAsSpan<float>().ToArray(), batchSize, Metadata.ClassCount);
    }

    public void Dispose() => _session.Dispose();

    private delegate LetterboxTransform FillImage(int index, Span<float> planes);

    private List<IReadOnlyList<Detection>> Detect(int count, FillImage fill, DetectionThresholds? thresholds, CancellationToken cancellationToken)
    {
        var results = new List<IReadOnlyList<Detection>>(count);
        var size = 3 * Metadata.InputSize * Metadata.InputSize;
        var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = _options.Threads > 0 ? _options.Threads : -1 };
        for (var start = 0; start < count; start += _options.MaxBatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (first, batch) = (start, Math.Min(_options.MaxBatchSize, count - start));
            var planes = new float[batch * size];
            var letterboxes = new LetterboxTransform[batch];
            FillBatch(batch, parallel, i => letterboxes[i] = fill(first + i, planes.AsSpan(i * size, size)));
            var output = Run(planes, batch);
            for (var i = 0; i < batch; i++)
            {
                results.Add(letterboxes[i].ToSource(output.Select(i, thresholds ?? Metadata.Thresholds)));
            }
        }

        return results;
    }

    private static void FillBatch(int batch, ParallelOptions parallel, Action<int> fill)
    {
        if (batch == 1)
        {
            fill(0);
            return;
        }

        try
        {
            Parallel.For(0, batch, parallel, fill);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.OfType<InvalidImageException>().FirstOrDefault() is { } invalid)
        {
            throw new InvalidImageException(invalid.Code, invalid.Message);
        }
    }

    private static OnnxDetector Load(Func<SessionOptions, InferenceSession> open, OnnxDetectorOptions? options)
    {
        options ??= new OnnxDetectorOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxBatchSize);
        using var settings = options.ToSettings();
        InferenceSession session;
        try
        {
            session = open(settings);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new DomainRuleException(
                "model.file_damaged", $"The ONNX file cannot be loaded ({exception.Message}). Export the model version again.", exception.Message);
        }

        try
        {
            return new OnnxDetector(session, options);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // [N, 3, S, S] in; [N, P, 4] and [N, P, C] out.
    private void CheckShape(InferenceSession session)
    {
        var hasPorts = session.InputMetadata.ContainsKey("images")
            && session.OutputMetadata.ContainsKey("boxes")
            && session.OutputMetadata.ContainsKey("scores");
        if (!hasPorts
            || session.InputMetadata["images"].Dimensions is not [_, 3, var height, var width]
            || height != Metadata.InputSize
            || width != Metadata.InputSize
            || session.OutputMetadata["scores"].Dimensions is not [_, _, var classes]
            || classes != Metadata.ClassCount)
        {
            throw new DomainRuleException(
                "model.metadata_damaged", "The ONNX file's metadata does not fit its network. Export the model version again.", "shape");
        }
    }
}
