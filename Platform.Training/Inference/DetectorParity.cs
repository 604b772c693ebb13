using Platform.Core.Imaging;
using Platform.Training.Data;
using Platform.Training.Models;
using Platform.Training.Trainer;

namespace Platform.Training.Inference;

/// <summary>Checks that an exported file answers like the network it was written from.</summary>
public static class DetectorParity
{
    private const int BatchSize = 8;

    /// <summary>Runs both on the same prepared pixels, so that only the runtimes differ.</summary>
    /// <param name="network">In eval mode.</param>
    /// <param name="exported">The file written from it.</param>
    /// <param name="codec">Decodes the images.</param>
    /// <param name="images">Encoded images.</param>
    /// <param name="thresholds">For the detections compared; null takes the file's own.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    public static ParityReport Measure(
        Detector network,
        OnnxDetector exported,
        IImageCodec codec,
        IReadOnlyList<ReadOnlyMemory<byte>> images,
        DetectionThresholds? thresholds = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exported);
        ArgumentNullException.ThrowIfNull(images);
        var metadata = exported.Metadata;
        var size = 3 * metadata.InputSize * metadata.InputSize;
        using var predictor = new DetectorPredictor(network, metadata.InputSize);
        var report = ParityReport.Empty;
        for (var start = 0; start < images.Count; start += BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = Math.Min(BatchSize, images.Count - start);
            var planes = new float[batch * size];
            for (var i = 0; i < batch; i++)
            {
                NetworkInput.Fill(codec, images[start + i].Span, metadata.InputSize, planes.AsSpan(i * size, size), metadata.Normalization);
            }

            report = report.Add(predictor.Run(planes, batch), exported.Run(planes, batch), thresholds ?? metadata.Thresholds);
        }

        return report;
    }
}
